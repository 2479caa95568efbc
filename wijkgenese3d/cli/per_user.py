"""``wijkgenese3d serve --per-user``: the small process before the apps, and what an app does behind it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer

import wijkgenese3d
from wijkgenese3d.cli.failures import BUG
from wijkgenese3d.errors import UsageError

__all__ = ["PerUser", "serve_per_user"]

_SAID = (2, 3, 4, 5, BUG)
"""Exit codes of an app that has said itself what is wrong."""


@dataclass(frozen=True)
class PerUser:
    """How many visitors, and how long a place waits for somebody who left.

    Parameters
    ----------
    visitors : int or None
        None takes what the machine can have.
    idle : float
        Minutes.
    """

    visitors: int | None
    idle: float

    def check(self) -> None:
        """Raise UsageError where that cannot be."""
        if self.visitors is not None and self.visitors < 1:
            msg = f"--visitors {self.visitors} is less than 1"
            raise UsageError(msg, hint="leave it out: then it follows from cores and memory")
        if not 0 < self.idle <= 1440:
            msg = f"--idle {self.idle:g} is not above 0 and at most 1440 minutes"
            raise UsageError(msg, hint="give minutes, such as --idle 10")


def serve_per_user(
    scene: Path,
    given: PerUser,
    address: tuple[str, int],
    origins: list[str],
    on_ready: Callable[[str, str], None],
) -> None:
    """Serve until stopped. Nothing of the scene is loaded here: this process stays small.

    Parameters
    ----------
    scene : Path
        Folder that holds scene.toml.
    given : PerUser
    address : (host, port)
        Where to listen.
    origins : list of str
        Addresses by which others open the app.
    on_ready : function
        Called with the title of the scene and the address.

    Raises
    ------
    typer.Exit
        The first app could not start: with its exit code.
    UsageError
        The port is taken, or a number does not hold.
    """
    given.check()
    from wijkgenese3d.web.server import check_free
    from wijkgenese3d.web.supervisor import ChildError, Terms, places_on_this_machine, supervise

    check_free(*address)
    terms = Terms(given.visitors or places_on_this_machine(), given.idle * 60.0, tuple(origins))
    host, port = address
    try:
        asyncio.run(
            supervise(_app(scene), terms, host=host, port=port, on_ready=on_ready, env=_environment())
        )
    except ChildError as error:
        if error.code in _SAID:
            raise typer.Exit(error.code) from error
        raise


def _app(scene: Path) -> list[str]:
    """Return the command that starts the app of one visitor."""
    # -P: what lies in the current folder is not ours to import.
    python = [sys.executable, "-P", "-m", "wijkgenese3d"]
    return [*python, "serve", str(scene), "--behind-supervisor"]


def _environment() -> dict[str, str]:
    """Return our environment, in which this package is found wherever it was found now."""
    own = str(Path(wijkgenese3d.__file__).resolve().parent.parent)
    path = os.pathsep.join(part for part in (own, os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path}
