"""Examples that ship: the seeded generator of the synthetic grantee ``growing-minds``."""

from evalkit.examples.growing_minds import SEED, make_growing_minds

__all__ = ["SEED", "make_growing_minds"]
