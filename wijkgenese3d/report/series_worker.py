"""Making single pictures of a series, in this process or in one of many."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PIL import Image

from wijkgenese3d.model import open_prepared, prepared_path
from wijkgenese3d.report.contact_sheet import cell_box
from wijkgenese3d.report.drawing import Drawing, Picture
from wijkgenese3d.report.drawing_pdf import to_pdf
from wijkgenese3d.report.page_layout import LAYOUTS
from wijkgenese3d.report.page_maker import PageMaker, page_bytes
from wijkgenese3d.report.page_order import OWN, PageOrder, viewpoint_of
from wijkgenese3d.report.series_manifest import Made, sha256_of
from wijkgenese3d.report.series_order import PARTS, SeriesOrder, SeriesPicture
from wijkgenese3d.scene.content import SceneContent
from wijkgenese3d.scene.drawing import view_setting
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.text_twin import twin_text
from wijkgenese3d.scene.view_link import view_choices
from wijkgenese3d.scene.view_state import CameraState

__all__ = ["EXTENSION", "SeriesWorker", "WriteFile", "make_here", "open_worker", "part_names"]

EXTENSION = ".png"
WriteFile = Callable[[Path, bytes | str], None]
"""Writes a file whole or not at all."""
_DOTS = 480.0
"""Of the small pictures on a contact sheet, before the paper round the block is taken off."""


def part_names(picture: SeriesPicture) -> tuple[str, str, str]:
    """Return the names of what sheet and pages are made of: a page, a small picture, a legend."""
    return f"{picture.stem}.pdf", f"{picture.stem}.png", f"{picture.stem}.json"


@dataclass
class SeriesWorker:
    """Makes pictures of one series; keeps the scene open, and a stage per viewpoint.

    Parameters
    ----------
    order : SeriesOrder
    skyline : (n, 3)
        See :func:`~wijkgenese3d.report.page_maker.common_skyline`.
    write : function
        Writes a file whole or not at all.
    """

    order: SeriesOrder
    skyline: np.ndarray = field(repr=False)
    write: WriteFile

    def __post_init__(self) -> None:
        from wijkgenese3d.render.opengl import use_opengl

        use_opengl()
        self._scene = load_scene(self.order.folder)
        path = prepared_path(self._scene.folder, self._scene.name, self._scene.cell.dx)
        reader = open_prepared(path)
        today = reader.slice(self.order.today)
        self._content = SceneContent(self._scene, reader, today)
        choices = view_choices(self._scene, self.order.today)
        shown = replace(
            self.order.shown or choices.opening(),
            colour_set=self.order.colour_set,
            exaggeration=self.order.exaggeration,
        )
        self._setting = view_setting(self._scene, today.ground, shown)
        self._makers: dict[str, PageMaker] = {}

    def close(self) -> None:
        """Give the stages back."""
        for maker in self._makers.values():
            maker.close()
        self._makers.clear()

    def make(self, picture: SeriesPicture) -> list[Made]:
        """Make a picture with its text, and what sheet and pages need of it; return the files."""
        maker = self._maker(picture.view)
        part = self._content.slice(picture.slice_id)
        drawing = maker.make(part, self.skyline)
        twin = twin_text(self._content.text_twin(picture.slice_id, self.order.language))
        drawing.description += f"\n\n{twin}"
        drawing.source += f"; {maker.order.told}"
        out, files = self.order.out, []
        for name, kind, content in (
            (f"{picture.stem}{EXTENSION}", "picture", page_bytes(drawing, maker.order, EXTENSION)),
            (f"{picture.stem}.txt", "text", f"{drawing.description}\n"),
        ):
            self.write(out / name, content)
            files.append(Made(name, kind, *sha256_of(out / name), picture.view, picture.slice_id, part.year))
        self._write_parts(picture, maker, drawing)
        return files

    def _write_parts(self, picture: SeriesPicture, maker: PageMaker, drawing: Drawing) -> None:
        page, small, legend = (self.order.out / PARTS / name for name in part_names(picture))
        self.write(page, to_pdf([drawing], maker.order.unit))
        self.write(small, _small(drawing, len(self.order.slices)))
        self.write(legend, json.dumps(maker.legend))

    def _maker(self, view: str) -> PageMaker:
        if view not in self._makers:
            self.close()
            shown = self.order.shown
            camera = CameraState(view) if view != OWN or shown is None else shown.camera
            order = PageOrder(
                viewpoint_of(self._scene.cameras, camera),
                LAYOUTS.get(self.order.layout),
                self.order.size,
                self.order.language,
                cut=None if shown is None else shown.cut,
                colour_set=self.order.colour_set,
                shown=shown,
            )
            self._makers[view] = PageMaker(self._scene, self._setting, order)
        return self._makers[view]


def _small(drawing: Drawing, count: int) -> bytes:
    """Return the block of a picture as it stands on a contact sheet, PNG."""
    pixels = next(item.pixels for item in drawing.items if isinstance(item, Picture) and item.drawn)
    image = Image.fromarray(np.ascontiguousarray(pixels))
    width, height, _ = cell_box(count)
    most = (round(width / 25.4 * _DOTS), round(height / 25.4 * _DOTS))
    image.thumbnail(most, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


_worker: SeriesWorker | None = None


def open_worker(order: SeriesOrder, skyline: np.ndarray, write: WriteFile) -> None:
    """Open the scene in a process of its own."""
    global _worker  # noqa: PLW0603 - one per process, as a pool gives it
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    _worker = SeriesWorker(order, skyline, write)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: nobody would ask it for anything any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def make_here(picture: SeriesPicture) -> list[Made]:
    """Make a picture in the process in which the scene was opened."""
    assert _worker is not None
    return _worker.make(picture)
