"""Pictures for a report: a preview, the picture as a file, and the series of all periods meanwhile."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import os
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.scene.view_state import ViewState
from wijkgenese3d.web.child_command import RunCommand
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.report_order import SIZES, ReportOrder
from wijkgenese3d.web.logic.report_zip import zip_folder

__all__ = ["DIALOG", "ReportLogic"]

_log = logging.getLogger(__name__)
DIALOG = "report"
_KEPT = 8
"""Previews that are kept."""
_PROGRESS = re.compile(r"^series of .*: (\d+)/(\d+) ")
_OUT_OF_MEMORY = -9
"""Exit code of what the system killed."""


class _FailedError(Exception):
    """A command failed: its exit code, and the lines that it said."""

    def __init__(self, code: int, lines: list[str]) -> None:
        super().__init__(f"exit code {code}")
        self.code, self.lines = code, lines


@dataclass(frozen=True)
class _Kept:
    """A file that can be downloaded."""

    token: str
    path: Path


class ReportLogic:
    """Keeps what is chosen and what is made; one job at a time.

    Parameters
    ----------
    state : TypedState
        ``rep``, ``rep_preview``, ``rep_job``, ``rep_error`` and ``rep_file`` are written.
    content : Content
        The scene.
    view : function
        Returns what is shown now, and the part of its address after the ``#``.
    run : RunCommand
        Runs a command of ours.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        view: Callable[[], tuple[ViewState, str]],
        run: RunCommand,
    ) -> None:
        self._state, self._content, self._view, self._run = state, content, view, run
        self.order = ReportOrder()
        self._shown: tuple[ViewState, str] | None = None
        self._previews: dict[tuple[str, str], str] = {}
        self._preview: asyncio.Task[None] | None = None
        self._job: asyncio.Task[None] | None = None
        self._kept: _Kept | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        state.bind_changes({state.name.dialog: self._dialog})
        self._publish()

    # ------------------------------------------------------------------------------------ what is asked
    @property
    def busy(self) -> bool:
        """Whether a picture or a series is being made."""
        return self._job is not None and not self._job.done()

    def open(self) -> None:
        """Open the dialog, with a preview of what is shown now."""
        self._state.data.sheet = ""
        self._state.data.dialog = DIALOG

    def choose(self, field: object, value: object) -> None:
        """Choose a layout, size, format or film; what cannot be chosen means nothing."""
        before, self.order = self.order, self.order.chosen(field, value)
        if self.order == before:
            return
        self._state.data.rep_error = self._state.data.rep_file = None
        self._publish()
        if self.order.layout != before.layout:
            self._look()

    def save(self) -> None:
        """Make the picture, unless something is being made."""
        self._start("picture", self._make_picture)

    def series(self) -> None:
        """Make the series, unless something is being made."""
        self._start("series", self._make_series)

    def cancel(self) -> None:
        """Stop what is being made."""
        if self._job is not None:
            self._job.cancel()

    def file(self, token: str) -> Path | None:
        """Return the file that a token opens."""
        kept = self._kept
        known = kept is not None and secrets.compare_digest(kept.token.encode(), token.encode())
        return kept.path if kept is not None and known else None

    async def close(self) -> None:
        """Stop everything, and leave nothing behind."""
        self._shown = None
        tasks = [task for task in (self._preview, self._job) if task is not None]
        for task in tasks:
            task.cancel()
        try:
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            # Also where a second signal ends the waiting.
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None

    # ----------------------------------------------------------------------------------- the preview
    def _dialog(self, dialog: str) -> None:
        if dialog == DIALOG:
            if self._shown is None:
                self._shown = self._view()
                self._state.data.rep_error = None
                self._look()
        elif self._shown is not None:
            self._shown = None
            # What was made has been seen; what is made now will be told in the bar.
            self._state.data.rep_file = None
            if self._preview is not None:
                self._preview.cancel()

    def _look(self) -> None:
        """Show a preview; while something is being made the last one stays."""
        if self._preview is not None:
            self._preview.cancel()
        if self._shown is None:
            return
        found = self._previews.get((self._shown[1], self.order.layout))
        self._state.data.rep_preview = found or ""
        if found is None and not self.busy:
            work = self._make_preview(self._shown[1], self.order)
            self._preview = asyncio.get_running_loop().create_task(work)

    async def _make_preview(self, link: str, order: ReportOrder) -> None:
        with self._working() as folder:
            out = folder / "preview.jpg"
            try:
                await self._command(order.preview(self._content.place, link, out))
                data = await asyncio.to_thread(out.read_bytes)
            except (_FailedError, OSError) as error:
                self._say_failed(error)
                return
        while len(self._previews) >= _KEPT:
            del self._previews[next(iter(self._previews))]
        picture = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
        self._previews[link, order.layout] = picture
        with self._state.state:
            self._state.data.rep_preview = picture

    # -------------------------------------------------------------------------------------- the jobs
    def _start(self, kind: str, make: Callable[[ViewState, str, ReportOrder], Awaitable[Path]]) -> None:
        if self.busy:
            return
        if self._preview is not None:
            # It would be made in half the time that the picture itself takes: the picture goes first.
            self._preview.cancel()
        (view, link), order = self._shown or self._view(), self.order
        data = self._state.data
        data.rep_error = data.rep_file = None
        data.rep_job = {"kind": kind, "done": 0, "total": 0}
        self._job = asyncio.get_running_loop().create_task(self._do(lambda: make(view, link, order)))
        self._job.add_done_callback(self._end_job)

    async def _do(self, make: Callable[[], Awaitable[Path]]) -> None:
        """Do a job, and say how it ended."""
        self._drop()
        try:
            path = await make()
        except (_FailedError, OSError) as error:
            self._say_failed(error)
            return
        self._kept = _Kept(secrets.token_hex(16), path)
        with self._state.state:
            address = f"report/{self._kept.token}/{path.name}"
            self._state.data.rep_file = {"url": address, "name": path.name}

    def _end_job(self, job: asyncio.Task[None]) -> None:
        self._job = None
        if not job.cancelled() and job.exception() is not None:
            _log.error("no picture for a report", exc_info=job.exception())
        with self._state.state:
            self._state.data.rep_job = None
            if not self._state.data.rep_preview:
                self._look()

    async def _make_picture(self, view: ViewState, link: str, order: ReportOrder) -> Path:
        name = f"{self._content.picture_name(view)}.{order.format}"
        with self._working() as folder:
            out = folder / name
            await self._command(order.still(self._content.place, link, out))
            return await asyncio.to_thread(self._keep, out)

    async def _make_series(self, view: ViewState, link: str, order: ReportOrder) -> Path:
        stopped = threading.Event()
        with self._working() as folder:
            out, packed = folder / "series", folder / f"{self._content.picture_name(view, series=True)}.zip"
            workers = max(1, min(2, (os.cpu_count() or 1) - 1))
            await self._command(order.series(self._content.place, link, out, workers), self._progress)
            try:
                await asyncio.to_thread(zip_folder, out, packed, stopped.is_set)
            finally:
                stopped.set()
            return await asyncio.to_thread(self._keep, packed)

    def _progress(self, line: str) -> None:
        found = _PROGRESS.match(line)
        if found:
            with self._state.state:
                job = {"kind": "series", "done": int(found[1]), "total": int(found[2])}
                self._state.data.rep_job = job

    async def _command(self, arguments: list[str], on_line: Callable[[str], None] = lambda _: None) -> None:
        lines: list[str] = []

        def hear(line: str) -> None:
            if line.startswith(("error:", "hint:")):
                lines.append(line)
            on_line(line)

        code = await self._run(arguments, hear)
        if code:
            raise _FailedError(code, lines)

    def _say_failed(self, error: _FailedError | OSError) -> None:
        _log.warning("no picture for a report: %s", error)
        lines = error.lines if isinstance(error, _FailedError) else [f"error: {error.strerror or error}"]
        memory = isinstance(error, _FailedError) and error.code == _OUT_OF_MEMORY
        said = {kind: _told(lines, kind) for kind in ("error", "hint")}
        with self._state.state:
            self._state.data.rep_error = {"word": "rep.killed" if memory else "rep.failed", **said}

    # ------------------------------------------------------------------------------------- the files
    @contextlib.contextmanager
    def _working(self) -> Any:
        """Give a folder for one job; it goes with all that is in it."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="wijkgenese3d-app-", ignore_cleanup_errors=True)
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _keep(self, path: Path) -> Path:
        """Move a file out of the folder of its job."""
        assert self._folder is not None
        kept = Path(self._folder.name) / "kept"
        kept.mkdir(exist_ok=True)
        return path.replace(kept / path.name)

    def _drop(self) -> None:
        """Throw away the file that was made before."""
        if self._kept is not None:
            self._kept.path.unlink(missing_ok=True)
            self._kept = None

    def _publish(self) -> None:
        order = self.order
        self._state.data.rep = {
            "layout": order.layout,
            "size": order.size,
            "format": order.format,
            "film": order.film,
            "shape": order.shape,
            "sizes": [{"key": key, "px": f"{w} × {h}"} for key, (w, h) in SIZES[order.layout].items()],
            "count": sum(stop.cell for stop in self._content.stops),
        }


def _told(lines: list[str], kind: str) -> str:
    """Return what the first line of a kind says, such as ``error: ...``."""
    return next((line.partition(": ")[2] for line in lines if line.startswith(f"{kind}: ")), "")
