"""Begin again, and for a few seconds the way back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.geometry.turntable import Turntable
from wijkgenese3d.hydrology.infiltration import Storm
from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.scene.view_state import CompareState
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.compare_logic import CompareLogic
from wijkgenese3d.web.logic.core_logic import CoreLogic
from wijkgenese3d.web.logic.cut_logic import CutLogic
from wijkgenese3d.web.logic.layer_logic import LayerLogic
from wijkgenese3d.web.logic.rain_logic import RainLogic
from wijkgenese3d.web.logic.spots_logic import SpotsLogic
from wijkgenese3d.web.logic.unit_logic import UnitLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic

__all__ = ["UNDO_SECONDS", "Parts", "Restart"]

UNDO_SECONDS = 6.0


@dataclass(frozen=True)
class Parts:
    """What is taken back to the start."""

    view: ViewLogic
    layers: LayerLogic
    units: UnitLogic
    core: CoreLogic
    cutting: CutLogic
    rain: RainLogic
    spots: SpotsLogic
    compare: CompareLogic


@dataclass(frozen=True)
class _Kept:
    """What stood there before."""

    exaggeration: float
    certainty: str
    side: str
    off: tuple[str, ...]
    units_off: tuple[str, ...]
    blocks: bool
    place: tuple[int | None, Turntable]
    pins: tuple[tuple[float, float], ...]
    cut: Cut
    storm: Storm | None
    shown: frozenset[str]
    compare: CompareState | None


class Restart:
    """Takes camera, layers, heights, cut, comparison, rain and pin back to the start, and can put them back.

    Parameters
    ----------
    state : TypedState
        ``exaggeration``, ``side``, ``armed``, ``message`` and ``undo`` are written.
    exaggeration : float
        Of the start.
    parts : Parts
        What is taken back.
    """

    def __init__(self, state: TypedState[AppState], exaggeration: float, parts: Parts) -> None:
        self._state, self._exaggeration, self._parts = state, exaggeration, parts
        self._kept: _Kept | None = None
        self._forgets: asyncio.TimerHandle | None = None
        self.done: Callable[[], Any] = lambda: None
        """Called when everything is back at the start, before the way back is offered."""

    def withdraw(self) -> None:
        """Offer the way back no longer: something else was changed since."""
        data = self._state.data
        if data.undo:
            self._forget()
            data.message = ""

    def reset(self) -> None:
        """Take everything back to the start; the moment stays."""
        data, parts = self._state.data, self._parts
        before = self._now()
        data.exaggeration, data.side, data.armed = self._exaggeration, "", False
        parts.compare.stop()
        data.certainty = CERTAINTIES[-1]
        parts.core.forget()
        parts.rain.stop()
        parts.spots.stop()
        parts.cutting.reset()
        parts.layers.reset()
        parts.units.reset()
        parts.view.back_to((0, parts.view.camera))
        if self._now() != before:
            self.done()
            self._offer(before)

    def undo(self) -> None:
        """Put back what the last reset took away, as long as that is offered."""
        kept, data, parts = self._kept, self._state.data, self._parts
        if kept is None:
            return
        self._forget()
        data.exaggeration, data.certainty, data.message = kept.exaggeration, kept.certainty, ""
        parts.layers.put_back(list(kept.off))
        parts.units.put_back(list(kept.units_off), kept.blocks)
        parts.cutting.put(kept.cut)
        parts.rain.fall(kept.storm)
        parts.spots.put(kept.shown)
        parts.view.back_to(kept.place)
        if kept.pins:
            parts.core.put(kept.pins)
        parts.compare.take(kept.compare)
        data.side = kept.side

    def _now(self) -> _Kept:
        data, parts = self._state.data, self._parts
        return _Kept(
            data.exaggeration,
            data.certainty,
            data.side,
            tuple(data.off),
            tuple(data.units_off),
            data.blocks,
            parts.view.place,
            tuple(parts.core.pins),
            parts.cutting.cut,
            parts.rain.storm,
            parts.spots.shown,
            parts.compare.view,
        )

    def _offer(self, before: _Kept) -> None:
        self._forget()
        data = self._state.data
        self._kept, data.undo, data.message = before, True, data.words["view.reset_done"]
        self._forgets = asyncio.get_running_loop().call_later(UNDO_SECONDS, self._too_late)

    def _too_late(self) -> None:
        data = self._state.data
        with self._state.state:
            self._forget()
            # The page clears what it says itself, but another page may have been opened since.
            if data.message == data.words["view.reset_done"]:
                data.message = ""

    def _forget(self) -> None:
        if self._forgets is not None:
            self._forgets.cancel()
        self._kept, self._forgets, self._state.data.undo = None, None, False
