"""What is said: answers on stdout, progress on stderr."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import Any

__all__ = ["Progress", "answer", "answer_json"]

EVERY = 2.0
"""Seconds between two lines of progress where there is no terminal."""


def answer(text: str) -> None:
    """Write an answer on stdout; what the terminal has no sign for is escaped."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout.write(
        text.encode(encoding, "replace").decode(encoding) + ("" if text.endswith("\n") else "\n")
    )


def answer_json(value: Any) -> None:
    """Write one JSON document on stdout."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8", allow_nan=False, indent=2)
    sys.stdout.write(text + "\n")


class Progress:
    """Says how far a build is: a bar on a terminal, plain lines otherwise; nothing before its first step.

    Parameters
    ----------
    title : str
        What is being done.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._bar: Any = None
        self._task: Any = None
        self._said = -EVERY

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, name: str, done: int, total: int) -> None:
        """Take note of a step: its name, and how many are done in all."""
        if sys.stderr.isatty():
            self._draw(name, done, total)
        elif time.monotonic() - self._said >= EVERY:
            self._said = time.monotonic()
            sys.stderr.write(f"{self._title}: {done}/{total} {name}\n")
            sys.stderr.flush()

    def _draw(self, name: str, done: int, total: int) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.fields[step]}"),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._title, total=total, step=name)
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total, step=name)
