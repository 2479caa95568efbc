"""The built model of Hengstdal at 5 m and 10 m, replayed once for all acceptance checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest

from wijkgenese3d.genesis.moment import Moment
from wijkgenese3d.genesis.replay import Effect, Replay
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.load import Scene, load_scene

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"


@dataclass
class Built:
    """A replay of the scene with what the checks ask of it."""

    scene: Scene
    replay: Replay
    slices: dict[str, TimeSlice]

    def ground(self, slice_id: str) -> np.ndarray:
        """Ground of a slice, (ny, nx) float64, m NAP."""
        return self.slices[slice_id].ground

    def at(self, slice_id: str, x: float, y: float) -> float:
        """Ground at a point, m NAP."""
        return float(self.ground(slice_id)[self.scene.plan.grid.index_of(x, y)])

    def field(self, text: str) -> np.ndarray:
        """A field expression that depends on place only."""
        from wijkgenese3d.genesis.expression_reader import parse
        from wijkgenese3d.genesis.functions import FUNCTIONS

        grid = self.scene.plan.grid
        moment = Moment(self.replay.site, np.zeros(grid.shape), {})
        return moment.evaluate(parse(text, FUNCTIONS, self.scene.plan.fields))

    @cached_property
    def quarter(self) -> np.ndarray:
        """Cells inside the quarter."""
        grid = self.scene.plan.grid
        return self.scene.vectors.polygon("quarter").contains(grid.x, grid.y)

    @cached_property
    def quarter_fine(self) -> np.ndarray:
        """Cells of the land cover raster inside the quarter."""
        grid = self.slices["T14"].cover_grid
        return self.scene.vectors.polygon("quarter").contains(grid.x, grid.y)

    def shares(self, slice_id: str, what: str = "land_cover") -> dict[str, float]:
        """Share of each class inside the quarter, %."""
        raster = getattr(self.slices[slice_id], what)[self.quarter_fine]
        classes = self.scene.plan.legend.covers if what == "land_cover" else self.scene.plan.legend.uses
        return {c.key: 100.0 * float(np.mean(raster == c.code)) for c in classes}

    def effects(self, event: str, *kinds: str) -> list[Effect]:
        """What the steps of an event did."""
        return [e for e in self.replay.effects if e.event == event and (not kinds or e.kind in kinds)]

    def thickness(self, slice_id: str, *units: str) -> np.ndarray:
        """Thickness of units together, (ny, nx) float64, m."""
        legend = self.scene.plan.legend
        stack = self.slices[slice_id].stack
        return sum(stack.thickness_mm(legend.unit(u).index) for u in units) / 1000.0


def build(cell: float) -> Built:
    """Replay all slices."""
    scene = load_scene(SCENE, cell=cell)
    replay = Replay(scene.plan)
    return Built(scene, replay, {s.id: replay.time_slice(s.year, s.id) for s in scene.timeline})


@pytest.fixture(scope="session")
def fine() -> Built:
    """The model at 5 m."""
    return build(5.0)


@pytest.fixture(scope="session")
def coarse() -> Built:
    """The model at 10 m."""
    return build(10.0)


@pytest.fixture(scope="session", params=[5.0, 10.0], ids=["5m", "10m"])
def built(request: pytest.FixtureRequest) -> Built:
    """The model at 5 m, then at 10 m."""
    return request.getfixturevalue("fine" if request.param == 5.0 else "coarse")
