"""The same cut through the other moment, with the same over it, while two are compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from wijkgenese3d.web.logic.compare_logic import CompareLogic
from wijkgenese3d.web.logic.cut_logic import CutLogic
from wijkgenese3d.web.logic.opener import Opener, Opening
from wijkgenese3d.web.logic.pictures import Drawn

__all__ = ["CutBeside"]


class CutBeside:
    """Opens the other moment as the one of the timeline is opened.

    Parameters
    ----------
    opening : Opening
        Has the cut, and what lies over the block.
    cutting : CutLogic
        Opens the moment of the timeline.
    compare : CompareLogic
        Has the other moment.
    together : function
        Runs what changes the state, and sends it.
    """

    def __init__(
        self,
        opening: Opening,
        cutting: CutLogic,
        compare: CompareLogic,
        together: Callable[[Callable[[], None]], None],
    ) -> None:
        self._opening, self._compare, self._together = opening, compare, together
        self._opener = Opener(opening, lambda: compare.whole_beside, self._show)
        cutting.on_shown.append(self.again)
        compare.on_drawn.append(self.again)

    def again(self) -> None:
        """Open the other moment as the cut is now; with nothing to open it is whole."""
        whole = self._compare.whole_beside
        if whole is not None and self._opening.changes:
            self._opener.ask()
            return
        self._opener.forget()
        if whole is not None:
            self._compare.show_opened(whole)

    def _show(self, opened: Drawn) -> None:
        self._together(partial(self._compare.show_opened, opened))
