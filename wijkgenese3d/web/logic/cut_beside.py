"""The same cut through the other moment, while two are compared."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from wijkgenese3d.web.logic.compare_logic import CompareLogic
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.cut_logic import CutGround, CutLogic
from wijkgenese3d.web.logic.pictures import Drawn

__all__ = ["CutBeside"]

_log = logging.getLogger(__name__)


class CutBeside:
    """Cuts the other moment as the one of the timeline is cut.

    Parameters
    ----------
    content : Content
        The scene.
    cutting : CutLogic
        Has the cut.
    compare : CompareLogic
        Has the other moment.
    together : function
        Runs what changes the state, and sends it.
    """

    def __init__(
        self,
        content: Content,
        cutting: CutLogic,
        compare: CompareLogic,
        together: Callable[[Callable[[], None]], None],
    ) -> None:
        self._content, self._cutting, self._compare, self._together = content, cutting, compare, together
        self._ground: CutGround | None = None
        self._wanted = False
        self._work: asyncio.Task[None] | None = None
        cutting.on_shown.append(self.again)
        compare.on_drawn.append(self.again)

    def again(self) -> None:
        """Cut the other moment as the cut is now; without a cut it is whole."""
        whole = self._compare.whole_beside
        if whole is None:
            self._ground = None
            return
        if not self._cutting.cut:
            self._ground = None
            self._compare.show_opened(whole)
            return
        self._wanted = True
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        while self._wanted:
            self._wanted = False
            whole, cut = self._compare.whole_beside, self._cutting.cut
            if whole is None or not cut:
                continue
            try:
                opened = await self._cutting.in_thread(partial(self._cut, whole))
            except Exception:
                _log.exception("%s could not be cut with %s", whole.key, cut)
                continue
            if whole is self._compare.whole_beside and self._cutting.cut:
                self._together(partial(self._compare.show_opened, opened))

    def _cut(self, whole: Drawn) -> Drawn:
        """Cut; in the thread."""
        cut, quick = self._cutting.cut, self._cutting.quick
        if self._ground is None or self._ground.drawn is not whole:
            self._ground = self._cutting.prepared(whole)
        picture = self._ground.block.cut(cut, quick=quick)
        ground = cut.ground(self._content.grid, whole.ground, self._content.base)
        return replace(whole, picture=picture, ground=ground)
