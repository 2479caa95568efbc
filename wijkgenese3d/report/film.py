"""A film of a series: each period stands for a while, then fades into the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

__all__ = ["FILMS", "HOLD", "film_size", "write_film"]

FILMS = ("mp4", "webp")
HOLD, FADE, RATE = 2.6, 0.6, 25
"""Seconds that a period stands and that it takes to fade, as the app plays; pictures a second in a film."""
_WEBP_QUALITY = 82
_CRF = "18"
"""Constant quality of x264: what is sharp stays sharp."""

Step = Callable[[int, int], None]


def film_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size of a film of pictures of a size, px: even, as H.264 wants it, and at most 4K."""
    times = min(1.0, 3840 / max(size), 2160 / min(size))
    return round(size[0] * times) // 2 * 2, round(size[1] * times) // 2 * 2


def write_film(place: Path, pictures: Sequence[Path], title: str, step: Step | None = None) -> None:
    """Write a film, ``.mp4`` (H.264) or ``.webp`` (that repeats for ever).

    Parameters
    ----------
    place : Path
        Where to; its extension says what.
    pictures : sequence of Path
        Of one size, in order of time.
    title : str
        Kept in the film.
    step : function, optional
        Called with the number of pictures that are done and how many there are.
    """
    write = _write_webp if place.suffix == ".webp" else _write_mp4
    write(place, pictures, title, step or (lambda _done, _all: None))


def _write_webp(place: Path, pictures: Sequence[Path], _title: str, step: Step) -> None:
    def frames() -> Iterator[Image.Image]:
        for k, picture in enumerate(pictures):
            step(k, len(pictures))
            with Image.open(picture) as image:
                yield image.convert("RGB").resize(film_size(image.size), Image.Resampling.LANCZOS)

    first, *rest = frames()
    milliseconds = round(1000 * (HOLD + FADE))
    first.save(
        place, "WEBP", save_all=True, append_images=rest, duration=milliseconds, loop=0, quality=_WEBP_QUALITY
    )
    step(len(pictures), len(pictures))


def _write_mp4(place: Path, pictures: Sequence[Path], title: str, step: Step) -> None:
    import av

    with Image.open(pictures[0]) as image:
        size = film_size(image.size)
    # The index goes to the front: a page plays it before all of it has come.
    with av.open(str(place), "w", format="mp4", options={"movflags": "faststart"}) as film:
        film.metadata["title"] = title
        stream = film.add_stream("libx264", rate=RATE, options={"crf": _CRF, "preset": "veryfast"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, RATE)
        number = 0
        for k, frame in _frames(pictures, size):
            picture = av.VideoFrame.from_ndarray(frame, format="rgb24")
            picture.pts, number = number, number + 1
            film.mux(stream.encode(picture))
            step(k, len(pictures))
        film.mux(stream.encode())
    step(len(pictures), len(pictures))


def _frames(pictures: Sequence[Path], size: tuple[int, int]) -> Iterator[tuple[int, np.ndarray]]:
    """Yield the number of the period and the picture, (height, width, 3) uint8."""
    before: np.ndarray | None = None
    for k, picture in enumerate(pictures):
        with Image.open(picture) as image:
            now = np.asarray(image.convert("RGB").resize(size, Image.Resampling.LANCZOS))
        if before is not None:
            for share in np.arange(1, round(FADE * RATE)) / round(FADE * RATE):
                yield k, np.rint(before * (1 - share) + now * share).astype(np.uint8)
        for _ in range(round(HOLD * RATE)):
            yield k, now
        before = now
