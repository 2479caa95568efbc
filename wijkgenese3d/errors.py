"""The one tree of errors: each class carries an exit code, and each error a hint.

::

    WijkgeneseError ............ 70  a bug, unless a subclass says otherwise
    ├── DeclarationError ........ 2  a scene, event, story or vector that does not hold
    │   └── UsageError .......... 2  a command used wrongly
    ├── DataError ............... 3  a data file that cannot be read or does not fit
    ├── MissingPartError ........ 4  the system lacks a part
    └── NetworkError ............ 5  the network did not give what was asked for

Only the command line prints errors and exits; everything below raises.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "DataError",
    "DeclarationError",
    "MissingPartError",
    "NetworkError",
    "UsageError",
    "WijkgeneseError",
    "nearest_name",
]


class WijkgeneseError(Exception):
    """Base of all errors that this package raises on purpose.

    Parameters
    ----------
    message : str
        What is wrong, with the value given and what is allowed.
    where : str
        File and place in it, e.g. ``"events/1-ijstijd.toml: G04, step 1, key 'top'"``.
    hint : str
        What to do about it.
    """

    exit_code = 70

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message

    def at(self, where: str) -> WijkgeneseError:
        """Put ``where`` in front of the place known so far, and return the same error."""
        self.where = f"{where}: {self.where}" if self.where else where
        return self


class DeclarationError(WijkgeneseError):
    """A declaration (scene, event, story, vector) that does not hold."""

    exit_code = 2


class UsageError(DeclarationError):
    """A command or function used wrongly."""


class DataError(WijkgeneseError):
    """A data file that cannot be read or does not fit."""

    exit_code = 3


class MissingPartError(WijkgeneseError):
    """The system lacks a part; the hint names the package to install."""

    exit_code = 4


class NetworkError(WijkgeneseError):
    """The network did not give what was asked for."""

    exit_code = 5


def nearest_name(name: str, allowed: Iterable[str]) -> str:
    """Return ``"; perhaps 'x'?"`` with the allowed name nearest to ``name``, or ``""``.

    >>> nearest_name("exageration", ["exaggeration", "extent"])
    "; perhaps 'exaggeration'?"
    >>> nearest_name("qqq", ["extent"])
    ''
    """
    near = get_close_matches(name, list(allowed), 1)
    return f"; perhaps {near[0]!r}?" if near else ""
