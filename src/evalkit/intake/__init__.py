"""Intake: the grantee's files → checked tables and every fault, each with place and remedy."""

from evalkit.intake.answers import read_answers
from evalkit.intake.narrative import read_narrative
from evalkit.intake.take_in import Intake, take_in

__all__ = ["Intake", "read_answers", "read_narrative", "take_in"]
