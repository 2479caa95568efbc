"""Our own command line as a child of the app: what takes much memory or time is done there."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

__all__ = ["ChildCommand", "RunCommand"]

_PROGRAM = (sys.executable, "-m", "wijkgenese3d", "--behind-app")
_LONGEST_LINE = 1 << 20
_GRACE = 5.0
"""s: what was killed is gone within this."""


class RunCommand(Protocol):
    """Runs a command of ours."""

    async def __call__(self, arguments: Sequence[str], on_line: Callable[[str], None]) -> int:
        """Run it, and return its exit code; who cancels this ends the command with all that it started.

        Parameters
        ----------
        arguments : sequence of str
            Without the name of the program.
        on_line : function
            Called with each line that it says on stderr.
        """


class ChildCommand:
    """Runs a command in a process of its own, which ends when the app does, however that went."""

    def __init__(self, program: Sequence[str] = _PROGRAM) -> None:
        self._program = tuple(program)

    async def __call__(self, arguments: Sequence[str], on_line: Callable[[str], None]) -> int:
        """Run it; see :class:`RunCommand`."""
        process = await asyncio.create_subprocess_exec(
            *self._program,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            # A group of its own: it can be ended with the processes that it started.
            start_new_session=True,
        )
        try:
            assert process.stderr is not None
            async for line in process.stderr:
                on_line(line.decode("utf-8", "replace").rstrip())
            return await process.wait()
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a process and all that it started; what it was writing is thrown away by who asked for it."""
    if process.stdin is not None:
        process.stdin.close()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        elif process.returncode is None:
            process.kill()
    if process.returncode is None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _GRACE)
