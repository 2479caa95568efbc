"""How a report picture can be asked for in the app, and its command: nothing else gets there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wijkgenese3d.report.page_layout import LAYOUTS as PAGES

__all__ = ["FORMATS", "LAYOUTS", "SIZES", "ReportOrder"]

LAYOUTS = (*PAGES, "bare")
FORMATS = {"png": "image/png", "jpg": "image/jpeg", "tif": "image/tiff", "pdf": "application/pdf"}
"""Extensions, each with its kind of file."""
SIZES: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "a4": {"standard": (3508, 2480), "a3": (4961, 3508)},
    "a4-portrait": {"standard": (2480, 3508), "a3": (3508, 4961)},
    "16x9": {"standard": (1920, 1080), "4k": (3840, 2160), "8k": (7680, 4320)},
    "bare": {"standard": (1920, 1080), "4k": (3840, 2160), "8k": (7680, 4320), "a3": (4961, 3508)},
}
"""Of a layout, px; the first is the one to begin with."""
_PREVIEW = {"a4": (1188, 840), "a4-portrait": (891, 1260), "16x9": (1280, 720), "bare": (1280, 720)}
"""Of a preview, px: as small as words can still be read."""
_SERIES = {"a4": (1754, 1240), "a4-portrait": (1240, 1754)}
"""Of the pictures of a series on paper, px: fifteen of them have to travel."""


@dataclass(frozen=True)
class ReportOrder:
    """What is chosen.

    Parameters
    ----------
    layout : str
        One of :data:`LAYOUTS`.
    size : str
        One of those of the layout in :data:`SIZES`.
    format : str
        One of :data:`FORMATS`.
    film : bool
        Whether a series has a film as well.
    """

    layout: str = LAYOUTS[0]
    size: str = "standard"
    format: str = "png"
    film: bool = False

    def chosen(self, field: object, value: object) -> ReportOrder:
        """Return the order with another choice; one that cannot be leaves it as it is."""
        if field == "film" and isinstance(value, bool):
            return replace(self, film=value)
        if not isinstance(value, str):
            return self
        if field == "layout" and value in LAYOUTS:
            size = self.size if self.size in SIZES[value] else "standard"
            return replace(self, layout=value, size=size)
        if field == "size" and value in SIZES[self.layout]:
            return replace(self, size=value)
        if field == "format" and value in FORMATS:
            return replace(self, format=value)
        return self

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height, px."""
        return SIZES[self.layout][self.size]

    @property
    def shape(self) -> float:
        """Width by height of the preview."""
        width, height = _PREVIEW[self.layout]
        return width / height

    def preview(self, scene: Path, link: str, out: Path) -> list[str]:
        """Return the command of a preview."""
        return self._still(scene, link, _PREVIEW[self.layout], out)

    def still(self, scene: Path, link: str, out: Path) -> list[str]:
        """Return the command of the picture.

        Parameters
        ----------
        scene : Path
            Its folder.
        link : str
            Of the view, as the app writes it.
        out : Path
        """
        return self._still(scene, link, self.pixels, out)

    def series(self, scene: Path, link: str, out: Path, workers: int) -> list[str]:
        """Return the command of the series; its pictures have the standard size of a screen or half of A4."""
        size = _SERIES.get(self.layout, SIZES["16x9"]["standard"])
        film = ["--film", "mp4"] if self.film else []
        return [*self._command("series", scene, link, size, out), "--workers", str(workers), *film]

    def _still(self, scene: Path, link: str, size: tuple[int, int], out: Path) -> list[str]:
        return self._command("still", scene, link, size, out)

    def _command(self, name: str, scene: Path, link: str, size: tuple[int, int], out: Path) -> list[str]:
        sizes = ["--layout", self.layout, "--size", f"{size[0]}x{size[1]}"]
        return [name, str(scene), f"--link={link}", *sizes, "-o", str(out)]
