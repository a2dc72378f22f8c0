"""The kernel that runs a notebook: this interpreter's, in a given environment, and surely ended."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KERNEL_NAME: Final = "python3"


class _OwnKernelSpecs(KernelSpecManager):
    """Knows one kernel only, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the specification that starts ipykernel with this very interpreter."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name=kernel_name,
            language="python",
            metadata={"supported_encryption": "curve"},
        )


@contextmanager
def own_kernel(environment: Mapping[str, str]) -> Iterator[type[AsyncKernelManager]]:
    """Give a class of kernel managers for nbclient; their kernels don't outlive the block.

    nbclient ends its kernel itself, except when Ctrl-C comes while it starts. A kernel that forks
    from a warmed parent comes in here later, as a kernel provisioner.

    Parameters
    ----------
    environment : mapping
        The kernel's whole environment; nothing is inherited.
    """
    started: list[AsyncKernelManager] = []

    class OwnKernelManager(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as the parent has it
            super().__init__(
                **options,
                kernel_spec_manager=_OwnKernelSpecs(),
                transport_encryption="auto" if zmq.has("curve") else "disabled",
            )
            started.append(self)

        async def _async_start_kernel(self, **options: Any) -> None:  # noqa: ANN401 - as the parent has it
            # What a cell writes reaches the notebook; beside it the kernel only remarks on itself.
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            await super()._async_start_kernel(**{**options, **quiet, "env": dict(environment)})

        start_kernel = _async_start_kernel

    try:
        yield OwnKernelManager
    finally:
        for manager in started:
            if manager.has_kernel:
                run_sync(manager.shutdown_kernel)(now=True)
