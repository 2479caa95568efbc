"""A series: the same picture of every slice, a sheet with all of them, pages, and a film."""

from __future__ import annotations

import io
import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from wijkgenese3d.model.store_lock import locked
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.contact_sheet import SheetCell, SheetWords, contact_sheet, cropped, merged_legend
from wijkgenese3d.report.drawing import Drawing
from wijkgenese3d.report.drawing_pdf import to_pdf
from wijkgenese3d.report.drawing_pixels import paint
from wijkgenese3d.report.film import write_film
from wijkgenese3d.report.page_maker import common_skyline
from wijkgenese3d.report.page_words import credit_lines, must_lines
from wijkgenese3d.report.pdf_pages import joined_pages
from wijkgenese3d.report.picture_file import encoded
from wijkgenese3d.report.series_manifest import Made, Manifest, sha256_of
from wijkgenese3d.report.series_order import MANIFEST, PARTS, SeriesOrder, SeriesPicture, slug, view_slug
from wijkgenese3d.report.series_worker import (
    EXTENSION,
    SeriesWorker,
    WriteFile,
    make_here,
    open_worker,
    part_names,
)
from wijkgenese3d.scene.drawing import block_setting
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.visible_legend import class_order
from wijkgenese3d.scene.words import say

__all__ = ["Progress", "Series"]

Progress = Callable[[str, int, int], None]
Aside = Callable[[Path], AbstractContextManager[Path]]
_DOTS = 300


@dataclass
class Series:
    """A series that is made.

    Parameters
    ----------
    scene : Scene
    order : SeriesOrder
    part : function
        Reads a slice by its id; asked only where pictures have to be made.
    write, aside : functions
        Write a file whole or not at all; give a place to write a large one to.
    progress : function
        Called with the name of what is made, how much is done, and how much there is in all.
    force : bool
        Replace a series with other options that is there.

    Raises
    ------
    UsageError
        The folder holds a series with other options.
    DataError
        The folder holds a manifest of something else.
    """

    scene: Scene
    order: SeriesOrder
    part: Callable[[str], TimeSlice] = field(repr=False)
    write: WriteFile
    aside: Aside
    progress: Progress
    force: bool = False
    _manifest: Manifest = field(init=False, repr=False)

    def __post_init__(self) -> None:
        order, scene = self.order, self.scene
        find = Manifest.replacing if self.force else Manifest.found
        self._manifest = find(order.out, order.key(scene), order.options(scene))

    def run(self, workers: int = 1, film: str | None = None) -> list[Path]:
        """Make what is not there yet; return the places of all files.

        Parameters
        ----------
        workers : int
            Processes.
        film : str, optional
            ``mp4`` or ``webp``.

        Raises
        ------
        DataError
            A file cannot be written; what was made before stays, and a next run goes on with it.
        UsageError
            Another series is being made in this folder.
        """
        self.order.out.mkdir(parents=True, exist_ok=True)
        with locked(self.order.out / MANIFEST, wait=1.0, doing="making a series in this folder"):
            return self._run(workers, film)

    def _run(self, workers: int, film: str | None) -> list[Path]:
        todo = self._todo()
        views = self.order.views
        wholes: dict[str, Callable[[str], None]] = {"sheet": self._sheet, "pages": self._pages}
        if film:
            wholes["film"] = partial(self._film, kind=film)
        total = len(todo) + len(views) * len(wholes)
        done = 0
        for picture, files in self._made(todo, workers):
            done += 1
            self._note(files)
            self.progress(picture.stem, done, total)
        for view in views:
            for name, make in wholes.items():
                self.progress(f"{view}: {name}", done, total)
                make(view)
                done += 1
        self.progress("", done, total)
        self._manifest.remove_outdated()
        self.write(self.order.out / MANIFEST, self._manifest.text(complete=True))
        self._remove_parts()
        names = [*sorted(self._manifest.made), MANIFEST]
        return [self.order.out / name for name in names]

    def _todo(self) -> list[SeriesPicture]:
        """Return what has to be made: pictures not there, or of which sheet and pages need parts."""
        (self.order.out / PARTS).mkdir(parents=True, exist_ok=True)
        return [
            picture
            for picture in self.order.pictures(self.scene)
            if not self._manifest.has(f"{picture.stem}{EXTENSION}", f"{picture.stem}.txt")
            or not (self._manifest.has(*self._whole(picture.view)) or self._has_parts(picture))
        ]

    def _remove_parts(self) -> None:
        """Remove what sheet and pages were made of, and nothing else."""
        folder = self.order.out / PARTS
        for picture in self.order.pictures(self.scene):
            for name in part_names(picture):
                (folder / name).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()

    def _has_parts(self, picture: SeriesPicture) -> bool:
        return all((self.order.out / PARTS / name).is_file() for name in part_names(picture))

    def _whole(self, view: str) -> tuple[str, str, str, str]:
        """Return the names of the sheet as picture and as PDF, of the pages, and of its words."""
        stem = f"{slug(self.scene.name)}_{view_slug(view, self.order.language)}"
        sheet = say("series.sheet", self.order.language)
        pages = say("series.pages", self.order.language)
        return f"{stem}_{sheet}.png", f"{stem}_{sheet}.pdf", f"{stem}_{pages}.pdf", f"{stem}_{sheet}.txt"

    def _made(
        self, todo: Sequence[SeriesPicture], workers: int
    ) -> Iterator[tuple[SeriesPicture, list[Made]]]:
        if not todo:
            return
        today = self.part(self.order.today)
        setting = block_setting(self.scene, today.ground, exaggeration=self.order.exaggeration)
        skyline = common_skyline([self.part(key) for key in self.order.slices], setting)
        start = (self.order, skyline, self.write)
        if workers == 1 or len(todo) == 1:
            with closing(SeriesWorker(*start)) as worker:
                for picture in todo:
                    yield picture, worker.make(picture)
            return
        # Spawned, not forked: a copy of a process that draws would share its window.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(min(workers, len(todo)), context, open_worker, start)
        waiting = list(todo)
        running: dict[Future[list[Made]], SeriesPicture] = {}
        try:
            while waiting or running:
                # No more than are made at once: who stops a series waits for these only.
                while waiting and len(running) < workers:
                    picture = waiting.pop(0)
                    running[pool.submit(make_here, picture)] = picture
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        finally:
            pool.shutdown(cancel_futures=True)
            for future in running:
                if not future.cancelled() and future.exception() is None:
                    self._note(future.result())

    def _note(self, files: Sequence[Made]) -> None:
        self._manifest.add(files)
        self.write(self.order.out / MANIFEST, self._manifest.text(complete=False))

    # ---------------------------------------------------------------- all slices in one

    def _pictures(self, view: str) -> list[SeriesPicture]:
        return [picture for picture in self.order.pictures(self.scene) if picture.view == view]

    def _sheet(self, view: str) -> None:
        image, paper, _, words = self._whole(view)
        if self._manifest.has(image, paper, words):
            return
        sheet = self._drawn_sheet(view)
        painted = paint(sheet, _DOTS / 25.4, 1)
        self._write(image, "sheet", view, encoded(painted, ".png", sheet, _DOTS))
        self._write(paper, "sheet", view, to_pdf([sheet]))
        self._write(words, "text", view, f"{sheet.description}\n".encode())

    def _drawn_sheet(self, view: str) -> Drawing:
        language, blocks, legends = self.order.language, [], []
        for picture in self._pictures(view):
            _, small, legend = (self.order.out / PARTS / name for name in part_names(picture))
            blocks.append(np.asarray(Image.open(io.BytesIO(small.read_bytes())).convert("RGB")))
            legends.append(json.loads(legend.read_text(encoding="utf-8")))
        stops = [self.scene.timeline.stop(key) for key in self.order.slices]
        cells = [
            SheetCell(pixels, stop.label[language], stop.title[language], stop.certainty)
            for pixels, stop in zip(cropped(blocks), stops, strict=True)
        ]
        title = self.scene.file.scene.title.as_dict()[language]
        listed = "\n".join(f"{cell.date}: {cell.name}." for cell in cells)
        must = must_lines(self.scene, self.order.exaggeration, language)
        credit = credit_lines(self.scene, self.order.slices, language)
        words = SheetWords(
            title=title,
            must=must,
            credit=credit,
            description="\n".join([f"{title}\n{listed}", *must, *credit]),
            source=f"{self.scene.name} ({self.scene.input_hash[:12]}), {view}",
            language=language,
        )
        return contact_sheet(cells, words, merged_legend(legends, class_order(self.scene.plan.legend)))

    def _pages(self, view: str) -> None:
        name = self._whole(view)[2]
        if self._manifest.has(name):
            return
        title = self.scene.file.scene.title.as_dict()[self.order.language]
        pages = [self.order.out / PARTS / part_names(picture)[0] for picture in self._pictures(view)]
        self._write(name, "pages", view, joined_pages([page.read_bytes() for page in pages], title))

    def _film(self, view: str, kind: str) -> None:
        name = f"{slug(self.scene.name)}_{view_slug(view, self.order.language)}.{kind}"
        if self._manifest.has(name):
            return
        pictures = [self.order.out / f"{picture.stem}{EXTENSION}" for picture in self._pictures(view)]
        with self.aside(self.order.out / name) as place:
            write_film(place, pictures, self.scene.file.scene.title.as_dict()[self.order.language])
        self._note([Made(name, "film", *sha256_of(self.order.out / name), view)])

    def _write(self, name: str, kind: str, view: str, content: bytes) -> None:
        place = self.order.out / name
        self.write(place, content)
        self._note([Made(name, kind, *sha256_of(place), view)])
