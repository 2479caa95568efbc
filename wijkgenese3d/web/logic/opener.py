"""Pictures cut open, with what lies over the block: alike for the moment shown and the one beside it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from wijkgenese3d.geometry.block import BlockPicture, BlockSetting
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.geometry.opened import OpenedBlock, opened_block
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.in_view_cut import cut_samples
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.pictures import Drawn, Settings

__all__ = ["CutGround", "Decorator", "Opener", "Opening"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class CutGround:
    """What is cut: a whole block, and the slice, setting and ground behind it."""

    drawn: Drawn
    part: TimeSlice
    block: OpenedBlock
    versions: Versions = ()

    @property
    def stack(self) -> LayerStack:
        """The ground."""
        return self.block.stack

    @property
    def setting(self) -> BlockSetting:
        """What it is drawn with."""
        return self.block.setting

    def opened(self, cut: Cut, *, quick: bool) -> Drawn:
        """Return it cut open; ``quick`` as in :meth:`.OpenedBlock.cut`."""
        picture, samples = self.block.cut(cut, quick=quick), self.drawn.samples
        samples = samples and cut_samples(samples, self.block, cut, picture)
        return replace(self.drawn, picture=picture, ground=picture.ground, samples=samples)


class Decorator(Protocol):
    """Lays something over a whole picture before it is cut open, such as rain."""

    @property
    def active(self) -> bool:
        """Whether there is something to lay over it."""

    @property
    def version(self) -> object:
        """What the picture depends on; equal for the same picture."""

    def decorate(self, ground: CutGround, picture: BlockPicture, version: Any) -> BlockPicture:
        """Return the picture with a version of it, maybe no longer that of now; in the thread that cuts."""


Versions = tuple[tuple[Decorator, object], ...]
"""What lies over a block, each in its version."""


class Opening:
    """How all pictures are opened: the cut, what lies over the block, and the one thread in which it is done.

    Parameters
    ----------
    content : Content
        The scene.
    settings : function
        Gives what a picture is drawn with.
    """

    def __init__(self, content: Content, settings: Settings) -> None:
        self._content, self._settings = content, settings
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cuts")
        self.cut = Cut()
        self.quick = False
        """Whether a hand moves the cut."""
        self.decorators: list[Decorator] = []
        """What lies over the block, in this order."""

    @property
    def changes(self) -> bool:
        """Whether an opened picture differs from the whole one."""
        return bool(self.cut) or any(one.active for one in self.decorators)

    @property
    def versions(self) -> Versions:
        """What lies over the block, each in its version; equal for the same picture."""
        return tuple((one, one.version) for one in self.decorators if one.active)

    async def in_thread(self, work: Callable[[], Drawn]) -> Drawn:
        """Run work in the thread that cuts."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def ground(self, whole: Drawn, versions: Versions) -> CutGround:
        """Make a whole picture ready to be cut, with what lies over it; in the thread."""
        key = whole.key
        part = whole.moment or self._content.slice(key.slice_id)
        ground = CutGround(whole, part, opened_block(part, self._settings(key.look), whole.picture), versions)
        picture = whole.picture
        for one, version in versions:
            picture = one.decorate(ground, picture, version)
        return replace(ground, block=replace(ground.block, picture=picture))

    def close(self) -> None:
        """Stop."""
        self._executor.shutdown(wait=True, cancel_futures=True)


class Opener:
    """Opens the picture of one place, and again whenever that is asked; only the last that was asked counts.

    Parameters
    ----------
    opening : Opening
        How.
    whole : function
        Returns the picture to open; None where there is none in this place.
    show : function
        Takes the picture when it is open.
    watch : function, optional
        Called in the thread with what is cut and whether it must be quick.
    """

    def __init__(
        self,
        opening: Opening,
        whole: Callable[[], Drawn | None],
        show: Callable[[Drawn], None],
        watch: Callable[[CutGround, bool], None] = lambda *_: None,
    ) -> None:
        self._opening, self._whole, self._show, self._watch = opening, whole, show, watch
        self._ground: CutGround | None = None
        self._made: tuple[tuple[object, ...], Drawn] | None = None
        self._asked = False
        self._work: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Open the picture as the cut is now, soon."""
        self._asked = True
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._run())

    def forget(self) -> None:
        """Open nothing: the picture is whole."""
        self._asked, self._ground, self._made = False, None, None

    async def _run(self) -> None:
        while self._asked:
            self._asked = False
            whole = self._whole()
            if whole is None or not self._opening.changes:
                continue
            try:
                opened = await self._opening.in_thread(partial(self._open, whole))
            except Exception:
                _log.exception("%s could not be cut with %s", whole.key, self._opening.cut)
                continue
            if whole is self._whole() and self._opening.changes:
                self._show(opened)

    def _open(self, whole: Drawn) -> Drawn:
        """Open a whole picture, unless it is open like this already; in the thread."""
        cut, quick, versions = self._opening.cut, self._opening.quick, self._opening.versions
        asked = (whole, cut, quick, versions)
        if self._made is not None and self._made[0] == asked:
            return self._made[1]
        ground = self._ground
        if ground is None or ground.drawn is not whole or ground.versions != versions:
            self._ground = ground = self._opening.ground(whole, versions)
        self._watch(ground, quick)
        opened = ground.opened(cut, quick=quick)
        self._made = (asked, opened)
        return opened
