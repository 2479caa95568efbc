"""Between the stage and the browser: events in, images out; at most one image at a time is under way.

The events of the browser never reach VTK: one of a wrong type would end the process, and VTK's own
camera styles would move the camera as well.
"""

from __future__ import annotations

import asyncio
import io
import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
from PIL import Image

from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import Turntable
from wijkgenese3d.web.second_picture import BESIDE, Drawer, SecondPicture

__all__ = ["Drawer", "PictureArea"]

_log = logging.getLogger(__name__)

REST = 0.25
"""After so many seconds without a change, one sharp image follows."""
PAUSE = 3.0
"""s: so long after it the stage gives back what only drawing needs; the next image takes up to 0.2 s more."""
_MOVING, _QUICK, _SHARP = (0.6, 600_000, 70), (1.0, 1_400_000, 80), (2.0, 2_800_000, 76)
"""Scale to the browser's pixels, most pixels, and quality of the image: in a hand, after a step, at rest."""
_OF_TWO = 0.7
"""Scale of each of two pictures that lie over each other, to that of one alone, until they are at rest."""
_FORGOTTEN = 5.0
"""s: a hand that is as still as that has let go, unseen."""
_SMALLEST, _LARGEST = 10, 8192


class PictureArea:
    """A remote controlled area (trame-rca) that draws on a stage.

    Parameters
    ----------
    name : str
        Of the area in the page.
    drawer : Drawer
        The stage.
    on_event : function
        Gets each event of the browser, unchecked.
    on_image : function
        Gets the camera, the size in CSS pixels, and whether the picture is at rest, with each image.
    sent : function, optional
        Returns what to await until the network has taken what was sent.
    another : function, optional
        Makes a second stage, for a picture beside this one. To swap two pictures on one stage takes longer
        than to draw both.
    """

    def __init__(
        self,
        name: str,
        drawer: Drawer,
        on_event: Callable[[object], None],
        on_image: Callable[[Turntable, tuple[float, float], bool], None] = lambda *_: None,
        sent: Callable[[], Awaitable[Any]] | None = None,
        another: Callable[[], Drawer] | None = None,
    ) -> None:
        self.area_name = name
        self._beside = SecondPicture(f"{name}{BESIDE}", another)
        self._halves = False
        self._picture: BlockPicture | None = None
        self._cover: BlockPicture | None = None
        self._drawer, self._on_event, self._on_image, self._sent = drawer, on_event, on_image, sent
        self._frame: LocalFrame | None = None
        self._moving = False
        self._streamer: Any = None
        self._size: tuple[int, int] | None = None
        self._camera: Turntable | None = None
        self._wanted = False
        self._task: asyncio.Task[None] | None = None
        self._pause: asyncio.TimerHandle | None = None
        self.on_size: Callable[[], None] = lambda: None
        """Called when the picture got another size."""
        self.on_rest: Callable[[], None] = lambda: None
        """Called when the stage has given back what only drawing needs."""

    @property
    def aspect(self) -> float:
        """Width by height of the picture; of one of them where two stand side by side."""
        return self.size[0] / self.size[1] if self._size else 1.6

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the picture in the page, CSS pixels; of one of them, side by side."""
        width, height = self._size or (1280, 800)
        return (width / 2, height) if self._halves else (width, height)

    @property
    def halves(self) -> bool:
        """Whether each of two pictures has half of the width."""
        return self._halves

    def show_beside(
        self, picture: BlockPicture | None, frame: LocalFrame | None = None, *, halves: bool = False
    ) -> None:
        """Show this picture as well, seen by the same camera; None ends that.

        Parameters
        ----------
        picture : BlockPicture or None
        frame : LocalFrame, optional
            What it is drawn in.
        halves : bool
            Each takes half the width; otherwise both have all of it.
        """
        self._beside.show(picture, frame)
        was, self._halves = self._halves, halves and self._beside.drawer is not None
        if self._halves != was:
            self.on_size()
        self.request()

    def show(self, picture: BlockPicture, frame: LocalFrame) -> None:
        """Show this picture, drawn in this frame, from now on; below what covers it, as long as that fits."""
        if frame != self._frame:
            self._cover = None
        self._picture, self._frame = picture, frame
        if self._cover is None:
            self._drawer.show(picture)
        self.request()

    def cover(self, picture: BlockPicture | None) -> None:
        """Show this picture in place of the one that is shown, in the same frame; None ends that."""
        was, self._cover = self._cover, picture
        shown = picture or self._picture
        if was is not picture and shown is not None:
            self._drawer.show(shown)
            self.request()

    def hide(self, layers: frozenset[str]) -> None:
        """Leave layers out from now on."""
        self._drawer.set_hidden(layers)
        self._beside.hide(layers)
        self.request()

    def darken(self, dark: bool) -> None:
        """Lay the block on dark paper, or on light, from now on."""
        self._drawer.set_dark(dark)
        self._beside.darken(dark)
        self.request()

    def refresh(self) -> None:
        """Have what is written over the picture made again."""
        if self._camera is not None and self._size is not None:
            self._on_image(self._camera, self.size, False)

    def move(self, moving: bool) -> None:
        """Draw small images while a hand moves the camera, and a sharp one when it lets go."""
        if moving != self._moving:
            self._moving = moving
            if not moving:
                self.request()

    def look(self, camera: Turntable) -> None:
        """Look from here from now on."""
        self._camera = camera
        self.request()

    def request(self) -> None:
        """Ask for an image, soon; many requests become one image."""
        self._wanted = True
        nothing = self._size is None or self._camera is None or self._frame is None
        if nothing or (self._task and not self._task.done()):
            return
        self._task = asyncio.get_running_loop().create_task(self._draw_until_still())

    async def close(self) -> None:
        """Stop drawing."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._go_on()
        self._beside.close()

    # ------------------------------------------------------------------ called by trame-rca
    def set_streamer(self, streamer: object) -> None:
        """Take what sends images to the browser."""
        self._streamer = streamer

    def update_size(self, _origin: object, size: object) -> None:
        """Take the size of the picture in the page; a size that is none is left alone."""
        if not isinstance(size, dict):
            return
        width, height = _pixels(size.get("w")), _pixels(size.get("h"))
        if width is None or height is None:
            return
        if (width, height) != self._size:
            self._size = (width, height)
            self.on_size()
        self.request()

    def on_interaction(self, _origin: object, event: object) -> None:
        """Pass an event on."""
        self._on_event(event)

    def reset(self) -> None:
        """Do nothing: every image stands by itself."""

    # ------------------------------------------------------------------------------ drawing
    async def _draw_until_still(self) -> None:
        while self._wanted:
            self._wanted = False
            self._go_on()
            self._push(*(_MOVING if self._moving else _QUICK))
            if self._sent is not None:
                await self._sent()
            until = time.monotonic() + REST
            while not self._wanted and (self._moving or time.monotonic() < until):
                await asyncio.sleep(0.01)
                if self._moving and time.monotonic() > until + _FORGOTTEN:
                    self._moving = False
            if not self._wanted:
                self._push(*_SHARP, sharp=True)
                self._pause = asyncio.get_running_loop().call_later(PAUSE, self._rest)
                await asyncio.sleep(0)

    def _rest(self) -> None:
        self._drawer.rest()
        self.on_rest()

    def _go_on(self) -> None:
        """Do not rest yet."""
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None

    def _push(self, scale: float, most: int, quality: int, *, sharp: bool = False) -> None:
        """Draw one image and send it."""
        if self._size is None or self._camera is None or self._streamer is None or self._frame is None:
            return
        shown, beside = self.size, self._beside.drawer
        scale = min(scale, math.sqrt(most / (self._size[0] * self._size[1])))
        if beside is not None and not self._halves and not sharp:
            scale *= _OF_TWO
        size = (max(1, round(shown[0] * scale)), max(1, round(shown[1] * scale)))
        self._send(self.area_name, self._image(self._drawer, self._frame, size, scale, sharp=sharp), quality)
        if beside is not None:
            image = self._image(beside, self._beside.frame, size, scale, sharp=sharp)
            self._send(self._beside.name, image, quality)
        self._on_image(self._camera, shown, sharp)

    def _image(
        self, drawer: Drawer, frame: LocalFrame, size: tuple[int, int], scale: float, *, sharp: bool
    ) -> np.ndarray:
        assert self._camera is not None
        drawer.resize(size, scale)
        drawer.set_camera(self._camera.view(frame, size[0] / size[1]))
        return drawer.image(sharp=sharp)

    def _send(self, name: str, image: np.ndarray, quality: int) -> None:
        packed = io.BytesIO()
        Image.fromarray(image).save(packed, "JPEG", quality=quality)
        height, width = image.shape[:2]
        now = time.time_ns() // 1_000_000
        meta = {"type": "image/jpeg", "codec": "", "w": width, "h": height, "st": now, "key": "key"}
        self._streamer.push_content(name, meta, packed.getvalue())


def _pixels(side: object) -> int | None:
    """Return a length in whole pixels, or None for what is no number."""
    if isinstance(side, bool) or not isinstance(side, int | float) or not math.isfinite(side):
        return None
    return int(min(max(side, _SMALLEST), _LARGEST))
