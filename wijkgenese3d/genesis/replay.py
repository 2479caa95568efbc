"""The replay: dated events in, the ground, landscape and settlement of any year out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import ndimage

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Expression
from wijkgenese3d.genesis.kinds import Change, Cover, GroundStep, Ice, Soil, Water, Work
from wijkgenese3d.genesis.moment import AreaNumbers, Moment, Site, finer
from wijkgenese3d.genesis.overlay import lay_features_over
from wijkgenese3d.genesis.plan import CompiledStep, Event, Plan
from wijkgenese3d.genesis.settlement import make_features
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.model.layers import Layer, LayerStack, MmRaster, to_millimetres
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["Effect", "Replay", "State"]

LARGEST_CHANGE = 10_000.0
"""More than this, m, is a mistake in the scene (and would not fit in whole millimetres)."""


@dataclass(frozen=True)
class Effect:
    """What one step did.

    Volumes in m3, largest rise and cut in m, share of the cells changed by more than 2 cm, time in ms;
    ``cut_off_m`` is the largest change (m) that the step would have made just outside its reach.
    """

    event: str
    kind: str
    slot: int
    added_m3: float
    removed_m3: float
    max_raised_m: float
    max_cut_m: float
    share: float
    ms: float
    cut_off_m: float = 0.0


@dataclass(frozen=True)
class State:
    """State after some events. Arrays are shared between states and never written to.

    ``befores`` holds the ground (mm NAP) just before the events that are asked for later; ``eroded``
    the volume (m3) that each event's ``erode`` steps took away.
    """

    stack: LayerStack
    cover: np.ndarray = field(repr=False)
    use: np.ndarray = field(repr=False)
    soil: np.ndarray = field(repr=False)
    befores: Mapping[str, MmRaster] = field(default_factory=dict, repr=False)
    eroded: Mapping[str, float] = field(default_factory=dict)
    counted: tuple[int, ...] = ()


class Replay:
    """Replays a plan on the whole area, or on a window of it.

    Parameters
    ----------
    plan : Plan
    window : RDExtent, optional
        Only these cells. The whole-area numbers must be given then.
    numbers : mapping, optional
        Whole-area numbers of an earlier replay of the whole.
    progress : callable, optional
        Called with an event id before each event.

    Raises
    ------
    DeclarationError
        A window without whole-area numbers, or a field that fails; the event and step are named.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        window: RDExtent | None = None,
        numbers: Mapping[str, float | np.ndarray] | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        self.plan = plan
        self.progress = progress or (lambda _id: None)
        rows, columns = (slice(0, plan.grid.ny), slice(0, plan.grid.nx))
        if window is not None:
            rows, columns = plan.grid.window(window)
        self.window = (rows, columns)
        padded = plan.grid.padded(rows, columns, plan.halo if window is not None else 0.0)
        grid = plan.grid.part(*padded)
        self.inner = (
            slice(rows.start - padded[0].start, rows.stop - padded[0].start),
            slice(columns.start - padded[1].start, columns.stop - padded[1].start),
        )
        self.numbers = AreaNumbers(numbers, frozen=window is not None)
        self.site = Site(
            grid, plan.grid, plan.vectors, plan.fields, plan.fabrics, plan.boundary, self.numbers
        )
        self.cover_site = self.site.refined(plan.cover_times)
        self.codes = {
            "cover": {c.key: c.code for c in plan.legend.covers},
            "use": {c.key: c.code for c in plan.legend.uses},
        }
        self.effects: list[Effect] = []
        self._features: FeatureTable | None = None
        self._states: dict[tuple[int, ...], State] = {(): self._bare()}

    @property
    def features(self) -> FeatureTable:
        """Features of all years."""
        if self._features is None:
            self._features = make_features(self.plan)
        return self._features

    def _bare(self) -> State:
        grid, fine = self.site.grid, self.cover_site.grid
        blank = np.zeros(fine.shape, dtype=np.uint8)
        return State(LayerStack(grid, self.plan.base), blank, blank, np.zeros(grid.shape, dtype=np.uint8))

    # ------------------------------------------------------------ states

    def start_from(self, state: State) -> None:
        """Take a state of an earlier replay of the same plan as a place to go on from."""
        self._states[state.counted] = state

    def state(self, year: float) -> State:
        """Return the state in a year, replayed from the nearest state that is known."""
        wanted = self.plan.counted(year)
        start = max((known for known in self._states if wanted[: len(known)] == known), key=len)
        state = self._states[start]
        for index in wanted[len(start) :]:
            state = self._event(state, index)
        self._states[wanted] = state
        return state

    def _event(self, state: State, index: int) -> State:
        event = self.plan.events[index]
        self.progress(event.id)
        befores = dict(state.befores)
        if event.id in self.plan.remembered:
            befores[event.id] = state.stack.ground_mm
        state = replace(state, befores=befores, counted=(*state.counted, index))
        for step in event.steps:
            try:
                state = self._step(state, event, step)
            except DeclarationError as error:
                raise error.at(step.where) from None
        return state

    def _step(self, state: State, event: Event, step: CompiledStep) -> State:
        kind = step.step
        if isinstance(kind, GroundStep):
            if kind.finer_than is not None and self.plan.grid.cell >= kind.finer_than:
                return state
            return self._ground_step(state, event, step, kind)
        if isinstance(kind, Cover):
            return self._cover_step(state, step, kind)
        if isinstance(kind, Soil):
            return self._soil_step(state, step, kind)
        return state

    def _key(self, state: State, step: CompiledStep) -> str:
        """Name for the whole-area numbers of a step.

        In a year for which the order of the file is not that of the dates, events before the step may
        not count yet: its ground, and so its numbers, are other ones than later.
        """
        own = f"{self.plan.events[step.event].id}/{step.slot}"
        before = {k for k in range(step.event) if self.plan.events[k].changes}
        absent = sorted(before.difference(state.counted))
        return f"{own} without {','.join(self.plan.events[k].id for k in absent)}" if absent else own

    # ------------------------------------------------------------ ground

    def _moment(self, state: State, key: str) -> Moment:
        befores = {name: mm / 1000.0 for name, mm in state.befores.items()}
        return Moment(self.site, state.stack.ground, befores, state.cover, state.use, self.codes, key)

    def _ground_step(self, state: State, event: Event, step: CompiledStep, kind: GroundStep) -> State:
        begin = time.perf_counter()
        part = self._near(kind)
        if part is None:
            return state
        whole = part == (slice(0, self.site.grid.ny), slice(0, self.site.grid.nx))
        moment = self._moment(state, self._key(state, step))
        if not whole:
            moment = moment.part(*part)
        mask = self._reach_mask(moment.site, kind) if kind.near and kind.reach else None
        if kind.samples > 1:
            moment = moment.subsampled(kind.samples)

        def thickness(unit: str) -> np.ndarray:
            index = self.plan.legend.unit(unit).index
            return np.asarray(state.stack.thickness_mm(index)[part] / 1000.0)

        work = Work(moment, step.expressions, kind.samples, state.eroded, event.id, thickness, mask)
        # What divides by 0 or grows too large is found, with its place, in the result.
        with np.errstate(all="ignore"):
            change = kind.change(work)
        stack = self._apply(state.stack, change, step, part, mask)
        state = self._account(state, stack, event, step, begin)
        if mask is not None:
            self.effects[-1] = replace(self.effects[-1], cut_off_m=_cut_off(change, mask))
        return state

    def _near(self, kind: GroundStep) -> tuple[slice, slice] | None:
        """Rows and columns of the site on which a step works; None where it does not reach the site."""
        grid = self.site.grid
        if kind.near is None:
            return slice(0, grid.ny), slice(0, grid.nx)
        xmin, ymin, xmax, ymax = self.plan.vectors.any(kind.near).bounds()
        reach = kind.reach + grid.cell
        extent = RDExtent(xmin - reach, ymin - reach, xmax + reach, ymax + reach)
        if not extent.overlaps(grid.extent):
            return None
        return grid.window(extent)

    def _reach_mask(self, site: Site, kind: GroundStep) -> np.ndarray:
        from wijkgenese3d.genesis.kinds.incise import distance_to

        assert kind.near is not None
        moment = Moment(site, np.zeros(site.grid.shape), {})
        return moment.evaluate(distance_to(kind.near)) <= kind.reach

    def _apply(
        self,
        stack: LayerStack,
        change: Change,
        step: CompiledStep,
        part: tuple[slice, slice],
        mask: np.ndarray | None,
    ) -> LayerStack:
        def on_grid(raster: np.ndarray) -> MmRaster:
            self._check_size(raster, part, step)
            if mask is not None:
                raster = np.where(mask, raster, 0.0)
            full = np.zeros(stack.grid.shape, dtype=np.int32)
            full[part] = to_millimetres(raster)
            return full

        if change.thinned is not None:
            unit, loss = change.thinned
            stack = stack.thinned(self.plan.legend.unit(unit).index, on_grid(loss))
        if change.lowered is not None:
            stack = stack.cut(stack.ground_mm - on_grid(change.lowered))
        if change.deposit is not None:
            made = on_grid(change.deposit.thickness)
            unit_of = self.plan.legend.unit(change.deposit.unit)
            lithology = unit_of.lithology if change.deposit.lithology is None else change.deposit.lithology
            stack = stack.deposited(Layer(step.slot, unit_of.index, lithology, step.event), made)
        return stack

    def _check_size(self, raster: np.ndarray, part: tuple[slice, slice], step: CompiledStep) -> None:
        """Check that a change is a number of metres that can be."""
        wrong = ~(np.abs(raster) <= LARGEST_CHANGE)
        if wrong.any():
            j, i = np.argwhere(wrong)[0]
            x, y = self.site.grid.x[part[1].start + i], self.site.grid.y[part[0].start + j]
            msg = f"{step.step.kind} gives {raster[j, i]:g} m at x {x:g}, y {y:g}"
            raise DeclarationError(msg, hint="a width or a side of 0, or a height that cannot be?")

    def _account(
        self, state: State, stack: LayerStack, event: Event, step: CompiledStep, begin: float
    ) -> State:
        old, new = state.stack.ground_mm, stack.ground_mm
        move = (new - old) / 1000.0
        area = self.site.grid.cell**2
        # A step may cut and fill the same cell: its layers tell what was added.
        added = 0.0
        if stack.layers and stack.layers[-1].slot == step.slot:
            below = stack.tops[-2] if len(stack.tops) > 1 else np.int32(stack.base_mm)
            added = float((stack.tops[-1] - below).sum(dtype=np.int64)) / 1000.0 * area
        removed = added - float((new - old).sum(dtype=np.int64)) / 1000.0 * area
        self.effects.append(
            Effect(
                event.id,
                step.step.kind,
                step.slot,
                added,
                removed,
                float(move.max()),
                float(-move.min()),
                float(np.count_nonzero(np.abs(move) > 0.02) / move.size),
                (time.perf_counter() - begin) * 1000.0,
            )
        )
        eroded = dict(state.eroded)
        if step.step.kind == "erode":
            eroded[event.id] = eroded.get(event.id, 0.0) + removed
        return replace(state, stack=stack, eroded=eroded)

    # ------------------------------------------------------------ cover and soil

    def _cover_moment(self, state: State, key: str, expressions: Iterable[Expression]) -> Moment:
        times = self.plan.cover_times
        ground = finer(state.stack.ground, times) if times > 1 else state.stack.ground
        asked = self.plan.asked(expressions)
        befores = {n: finer(mm / 1000.0, times) for n, mm in state.befores.items() if n in asked}
        return Moment(self.cover_site, ground, befores, state.cover, state.use, self.codes, key)

    def _cover_step(self, state: State, step: CompiledStep, kind: Cover) -> State:
        begin = time.perf_counter()
        event = self.plan.events[step.event]
        key = self._key(state, step)
        moment = self._cover_moment(state, key, step.expressions.values())
        cover, use = state.cover.copy(), state.use.copy()
        for index, coat in enumerate(kind.paint):
            moment = replace(moment, cover=cover, use=use, key=f"{key}/{index + 1}")
            there = moment.evaluate(step.expressions[f"paint.{index + 1}.where"]) > 0.5
            if coat.cover is not None:
                cover[there] = self.codes["cover"][coat.cover]
            if coat.use is not None:
                use[there] = self.codes["use"][coat.use]
        self._note(event, step, begin)
        return replace(state, cover=cover, use=use)

    def _soil_step(self, state: State, step: CompiledStep, kind: Soil) -> State:
        begin = time.perf_counter()
        event = self.plan.events[step.event]
        soil = state.soil.copy()
        for index, coat in enumerate(kind.paint):
            moment = self._moment(state, f"{self._key(state, step)}/{index + 1}")
            there = moment.evaluate(step.expressions[f"paint.{index + 1}.where"]) > 0.5
            soil[there] = self.plan.legend.soil(coat.soil).code
        self._note(event, step, begin)
        return replace(state, soil=soil)

    def _note(self, event: Event, step: CompiledStep, begin: float) -> None:
        ms = (time.perf_counter() - begin) * 1000.0
        self.effects.append(Effect(event.id, step.step.kind, step.slot, 0.0, 0.0, 0.0, 0.0, 0.0, ms))

    # ------------------------------------------------------------ slices

    def time_slice(self, year: float, slice_id: str | None = None) -> TimeSlice:
        """Return everything at one year.

        Parameters
        ----------
        year : float
            Astronomical.
        slice_id : str, optional
            Name of the slice; by default ``"year ..."``.
        """
        state = self.state(year)
        features = self.features.at(year)
        ice, water = self._bodies(state, year)
        cover = lay_features_over(
            self.plan, state.cover, self.cover_site.grid, features, water, self.plan.cover_times
        )
        rows, columns = self.inner
        fine = tuple(
            slice(s.start * self.plan.cover_times, s.stop * self.plan.cover_times) for s in self.inner
        )
        stack = state.stack if self._is_whole() else state.stack.part(rows, columns)
        return TimeSlice(
            slice_id=slice_id or f"year {year:g}",
            year=year,
            stack=stack,
            cover_grid=stack.grid.refined(self.plan.cover_times),
            land_cover=cover[fine],
            painted=state.cover[fine],
            use=state.use[fine],
            soil=state.soil[rows, columns],
            ice=ice[rows, columns],
            water=water[rows, columns],
            features=features,
        )

    def _is_whole(self) -> bool:
        return self.inner == (slice(0, self.site.grid.ny), slice(0, self.site.grid.nx))

    def _bodies(self, state: State, year: float) -> tuple[np.ndarray, np.ndarray]:
        """Ice and open water in a year, (ny, nx) float32 m NAP, NaN where there is none."""
        bodies = {kind: np.full(self.site.grid.shape, np.nan, dtype=np.float32) for kind in (Ice, Water)}
        for event in self.plan.events:
            until = np.inf if event.info.until is None else event.info.until
            if not event.info.date.start <= year < until:
                continue
            for step in event.steps:
                kind = step.step
                if not isinstance(kind, (Ice, Water)):
                    continue
                moment = self._moment(state, f"{event.id}/{step.slot} in {year:g}")
                try:
                    level = moment.evaluate(step.expressions["top" if isinstance(kind, Ice) else "level"])
                    there = (moment.evaluate(step.expressions["mask"]) > 0.5) & (level > moment.ground)
                except DeclarationError as error:
                    raise error.at(step.where) from None
                raster = bodies[type(kind)]
                raster[there] = np.fmax(raster[there], level[there].astype(np.float32))
        return bodies[Ice], bodies[Water]


def _cut_off(change: Change, mask: np.ndarray) -> float:
    """Largest change that a step would have made in the cells just outside its reach, m."""
    border = ndimage.binary_dilation(mask) & ~mask
    rasters = [change.lowered, None if change.deposit is None else change.deposit.thickness]
    return max((float(r[border].max()) for r in rasters if r is not None and border.any()), default=0.0)
