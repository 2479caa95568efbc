"""A child: the app of one visitor, a process of its own that listens on this machine only."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wijkgenese3d.errors import WijkgeneseError
from wijkgenese3d.web.door import Keys

__all__ = ["Child", "ChildError", "start_child"]

_GRACE = 5.0
"""s: a child gets this long to end by itself."""


class ChildError(WijkgeneseError):
    """A child ended before it was ready; what was wrong it has said itself, on stderr.

    Parameters
    ----------
    code : int
        How it ended: its exit code, or minus the number of a signal.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"the app of a visitor ended with {code} before it was ready", hint="see above")
        self.code = code


@dataclass(eq=False)
class Child:
    """A child that is ready.

    Parameters
    ----------
    process : asyncio.subprocess.Process
    port : int
        On 127.0.0.1.
    keys : Keys
        What opens it.
    title : str
        Of its scene.
    """

    process: asyncio.subprocess.Process
    port: int
    keys: Keys = field(repr=False)
    title: str = ""

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.returncode is None

    @property
    def authority(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """What opens its door: only the supervisor has this, it never goes to a browser."""
        return {"Cookie": f"{self.keys.cookie}={self.keys.ticket}", "Origin": f"http://{self.authority}"}

    async def stop(self) -> None:
        """End it, and wait until its memory is free."""
        await _end(self.process)


async def start_child(
    command: Sequence[str], patience: float | None = None, env: Mapping[str, str] | None = None
) -> Child:
    """Start a child and wait until it is ready.

    Parameters
    ----------
    command : sequence of str
        The program with its arguments. It tells one line on stdout, and ends when its stdin closes:
        :mod:`wijkgenese3d.web.supervisor.lifeline`.
    patience : float, optional
        How long it may take, s; None waits for as long as it runs.
    env : mapping of str to str, optional
        Its environment; that of the supervisor by default.

    Raises
    ------
    ChildError
        It ended before it was ready, or was not ready in time.
    """
    pipe = asyncio.subprocess.PIPE
    # In a session of its own: Ctrl+C in the terminal is for the supervisor, which ends its children in order.
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, env=env, start_new_session=True
    )
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), patience)
        told = json.loads(line)
        return Child(process, told["port"], Keys(told["secret"], told["ticket"]), told["title"])
    except (TimeoutError, ValueError, KeyError):
        if process.stdout is not None and process.stdout.at_eof():
            # It is ending: its own exit code tells more than ours would.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _GRACE)
        await _end(process)
        raise ChildError(process.returncode or 0) from None
    except BaseException:
        await _end(process)
        raise


async def _end(process: asyncio.subprocess.Process) -> None:
    # Asked once: a child sends itself a signal when its stdin closes, and a second one would come while the
    # first is carried out.
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _GRACE)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    finally:
        if process.stdin is not None:
            process.stdin.close()
