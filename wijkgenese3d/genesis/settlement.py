"""Features of a scene: buildings by rule, lines and pins, each with the years in which it exists."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely import affinity

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds import LineFeature, Pins, Ribbon, Rows, Settle
from wijkgenese3d.genesis.plan import Event, Plan
from wijkgenese3d.genesis.vectors import Line, Points, Polygon, Vector
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.hashing import hashed

__all__ = ["left_out", "make_features"]

FOREVER = math.inf
FEWEST_METRES = 2.0
"""Pieces of a line shorter than this, left over after clipping, are dropped."""


@dataclass(frozen=True)
class _Plot:
    """Footprint of a building to be: middle, sides, direction (rad) and height."""

    x: float
    y: float
    length: float
    depth: float
    angle: float
    height: float
    name: dict[str, str] = field(default_factory=dict)
    year: float | None = None

    @property
    def corners(self) -> np.ndarray:
        """Corners counter-clockwise, (4, 2) float64."""
        along = np.array([math.cos(self.angle), math.sin(self.angle)]) * self.length / 2
        across = np.array([-math.sin(self.angle), math.cos(self.angle)]) * self.depth / 2
        middle = np.array([self.x, self.y])
        return np.array(
            [
                middle - along - across,
                middle + along - across,
                middle + along + across,
                middle - along + across,
            ]
        )


def _shape_of(item: Vector) -> shapely.Geometry:
    if isinstance(item, Line):
        return shapely.LineString(item.xy)
    if isinstance(item, Polygon):
        return item.shape
    return shapely.MultiPoint(item.xy)


def _end(event: Event) -> float:
    """Year in which the features of an event are gone."""
    return FOREVER if event.info.until is None else event.info.until


def _year_of(points: Points, index: int) -> float | None:
    """Year that a point says it is there from, if it does."""
    year = points.properties[index].get("from_year")
    if year is None:
        return None
    if isinstance(year, bool) or not isinstance(year, (int, float)) or not math.isfinite(year):
        msg = f"point {index + 1} of {points.name!r}: 'from_year' is {year!r}, a year is needed"
        raise DeclarationError(msg, where="vectors")
    return float(year)


def _label(item: Line | Polygon) -> dict[str, str]:
    return {k: str(item.properties[f"label_{k}"]) for k in ("nl", "en") if f"label_{k}" in item.properties}


def make_features(plan: Plan) -> FeatureTable:
    """Make all features of a scene, of all years, in the order of its events.

    Earlier buildings win an overlap, and a building never stands on a street of its time.
    """
    return FeatureTable(tuple(_Builder(plan).run()))


def left_out(plan: Plan, features: FeatureTable) -> list[tuple[str, str]]:
    """Return ``(event id, point)`` of single buildings at points that did not fit.

    Rows and ribbons leave out what does not fit by rule; a building that the scene places by hand is
    worth a warning.
    """
    made = {feature.id for feature in features}
    missing = []
    for event in plan.events:
        for number, compiled in enumerate(event.steps):
            step = compiled.step
            if not isinstance(step, Settle) or step.at is None:
                continue
            for k, row in enumerate(plan.vectors.points(step.at).properties):
                if f"{event.id}.{number + 1}.{k + 1}" not in made:
                    missing.append((event.id, str(row.get("name", f"{step.at} {k + 1}"))))
    return missing


class _Builder:
    """Collects features event by event, and knows what stands where."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.box = shapely.box(*plan.grid.extent.as_list())
        self.rows: list[Feature] = []
        self.standing: list[tuple[shapely.Geometry, tuple[float, ...], int]] = []
        self.never: set[int] = set()
        self.streets: dict[str, list[Feature]] = {}

    def run(self) -> list[Feature]:
        """Go through the events."""
        for index, event in enumerate(self.plan.events):
            for number, compiled in enumerate(event.steps):
                step = compiled.step
                if isinstance(step, LineFeature):
                    self._lines(step, event, index, number)
                elif isinstance(step, Pins):
                    self._pins(step, event, index, number)
                elif isinstance(step, Settle):
                    self._settle(step, event, index, number)
        return [row for k, row in enumerate(self.rows) if k not in self.never]

    # ------------------------------------------------------------ lines and pins

    def _add(self, event: Event, index: int, suffix: str, **values: object) -> Feature:
        info = event.info
        given = {
            "from_year": info.date.start,
            "to_year": _end(event),
            "certainty": info.certainty,
            "certainty_shape": info.certainty_shape,
            "alliance": info.alliance,
            "source": info.sources,
            **values,
        }
        feature = Feature(id=f"{event.id}.{suffix}", event=index, **given)  # type: ignore[arg-type]
        self.rows.append(feature)
        return feature

    def _lines(self, step: LineFeature, event: Event, index: int, number: int) -> None:
        shapes = []
        for name in step.lines:
            line = self.plan.vectors.line(name)
            shapes.append((name, shapely.LineString(line.xy), _label(line), event.info.date.start))
        for other in step.follow:
            for street in self.streets.get(other, []):
                year = max(street.from_year, event.info.date.start)
                shapes.append((street.id, shapely.LineString(street.xy), {}, year))
        for name, shape, label, year in shapes:
            if not year < _end(event):
                continue
            clear = shape.intersection(self.box)
            for key, distance in step.clear_of.items():
                clear = clear.difference(_shape_of(self.plan.vectors.any(key)).buffer(distance))
            pieces = [
                p
                for p in shapely.get_parts(clear)
                if p.geom_type == "LineString" and p.length >= FEWEST_METRES
            ]
            for part, piece in enumerate(pieces):
                self._add(
                    event, index, f"{number + 1}.{name}.{part + 1}",
                    kind="line", type=step.type, geometry="LineString", xy=_points(piece.coords),
                    width=step.width, height=-step.depth, name=label, from_year=year,
                )  # fmt: skip
                if step.cover and step.depth == 0:
                    self._stand(piece.buffer(step.width / 2))

    def _pins(self, step: Pins, event: Event, index: int, number: int) -> None:
        points, end = self.plan.vectors.points(step.at), _end(event)
        for k, (xy, row) in enumerate(zip(points.xy, points.properties, strict=True)):
            name = {lang: str(row[f"label_{lang}"]) for lang in ("nl", "en") if f"label_{lang}" in row}
            year = _year_of(points, k)
            year = event.info.date.start if year is None else year
            if not year < end:
                continue
            self._add(
                event, index, f"{number + 1}.{row.get('name', k + 1)}",
                kind="pin", type=step.type, geometry="Point", xy=_points([xy]), name=name, from_year=year,
            )  # fmt: skip

    # ------------------------------------------------------------ buildings

    def _settle(self, step: Settle, event: Event, index: int, number: int) -> None:
        if step.rows:
            self._row_streets(step.rows, event, index, number)
            plots, inside = (
                list(_row_plots(step.rows, self.plan.vectors.polygon(step.rows.polygon), step.height)),
                True,
            )
        elif step.ribbon:
            line = self.plan.vectors.line(step.ribbon.line)
            plots, inside = list(_ribbon_plots(step.ribbon, line, step.height)), False
        else:
            assert step.at is not None
            plots, inside = list(_point_plots(self.plan.vectors.points(step.at), step.height)), False
        allowed = self.box
        if inside and step.rows:
            allowed = allowed.intersection(_row_area(step.rows, self.plan.vectors.polygon(step.rows.polygon)))
        if step.within:
            allowed = allowed.intersection(self.plan.vectors.polygon(step.within).shape)
        for key, distance in step.clear_of.items():
            allowed = allowed.difference(_shape_of(self.plan.vectors.any(key)).buffer(distance))
        shapely.prepare(allowed)
        self._build(step, event, index, number, plots, allowed)

    def _build(
        self,
        step: Settle,
        event: Event,
        index: int,
        number: int,
        plots: list[_Plot],
        allowed: shapely.Geometry,
    ) -> None:
        start, end = event.info.date.start, event.info.date.end
        until = min(u for u in (step.until, event.info.until, FOREVER) if u is not None)
        order = _shuffled(len(plots), number)
        for k, plot in enumerate(plots):
            shape = shapely.Polygon(plot.corners)
            year = start + (end - start) * order[k] if plot.year is None else plot.year
            if not year < until or not allowed.covers(shape):
                continue
            in_the_way = self._in_the_way(shape, year, until)
            if any(not step.replaces or self.rows[i].kind == "line" for i in in_the_way):
                continue
            self._clear(in_the_way, year)
            self._add(
                event, index, f"{number + 1}.{k + 1}",
                kind="building", type=step.type, geometry="Polygon", xy=_points(plot.corners),
                height=plot.height, name=plot.name, from_year=year, to_year=until,
            )  # fmt: skip
            self._stand(shape)

    def _row_streets(self, rows: Rows, event: Event, index: int, number: int) -> None:
        if not rows.street_cover:
            return
        area = _row_area(rows, self.plan.vectors.polygon(rows.polygon)).intersection(self.box)
        for k, axis in enumerate(_row_axes(rows, area)):
            for part, piece in enumerate(shapely.get_parts(axis.intersection(area))):
                if piece.geom_type != "LineString" or piece.length < rows.length / 2:
                    continue
                feature = self._add(
                    event, index, f"{number + 1}.straat.{k + 1}.{part + 1}",
                    kind="line", type="woonstraat", geometry="LineString", xy=_points(piece.coords),
                    width=rows.street,
                )  # fmt: skip
                self.streets.setdefault(event.id, []).append(feature)
                self._stand(piece.buffer(rows.street / 2, cap_style="flat"))

    def _stand(self, shape: shapely.Geometry) -> None:
        """Remember where the feature that was added last stands."""
        self.standing.append((shape, shape.bounds, len(self.rows) - 1))

    def _in_the_way(self, shape: shapely.Geometry, start: float, end: float) -> list[int]:
        """Return the rows of what stands on a place at some time between two years."""
        xmin, ymin, xmax, ymax = shape.bounds
        return [
            row
            for other, (a, b, c, d), row in self.standing
            if a < xmax and xmin < c and b < ymax and ymin < d
            if self.rows[row].from_year < end and start < self.rows[row].to_year and other.intersects(shape)
        ]

    def _clear(self, rows: list[int], year: float) -> None:
        """Let buildings go in a year; one that would have come later never comes."""
        for row in rows:
            if self.rows[row].from_year < year:
                self.rows[row] = replace(self.rows[row], to_year=year)
            else:
                self.never.add(row)


def _points(coords: object) -> tuple[tuple[float, ...], ...]:
    # Centimetres: exact enough for a building, and the same on every machine.
    return tuple(tuple(round(float(v), 2) for v in point[:2]) for point in coords)  # type: ignore[attr-defined]


def _shuffled(count: int, seed: int) -> np.ndarray:
    """Return fixed places in [0, 1), one per building, evenly spread in a shuffled order."""
    rank = np.argsort(
        np.argsort(hashed(np.arange(count), np.array([seed]), 977), kind="stable"), kind="stable"
    )
    return np.asarray((rank + 0.5) / max(count, 1)) * (1 - 1e-9)


def _row_area(rows: Rows, polygon: Polygon) -> shapely.Geometry:
    area: shapely.Geometry = polygon.shape
    if rows.shrink:
        area = area.buffer(-rows.shrink)
    if rows.hole:
        x, y, length, depth = rows.hole
        hole = shapely.Polygon(_Plot(x, y, length, depth, math.radians(rows.angle), 1.0).corners)
        area = area.difference(hole)
    return area


def _row_axes(rows: Rows, area: shapely.Geometry) -> Iterator[shapely.LineString]:
    """Axes of the parallel streets, across the turned bounds of the area."""
    if area.is_empty:
        return
    turned = affinity.rotate(area, -rows.angle, origin=(0, 0))
    xmin, ymin, xmax, ymax = turned.bounds
    count = max(1, math.floor((ymax - ymin) / rows.spacing))
    first = 0.5 * (ymin + ymax) - 0.5 * (count - 1) * rows.spacing
    for k in range(count):
        axis = shapely.LineString([(xmin, first + k * rows.spacing), (xmax, first + k * rows.spacing)])
        yield affinity.rotate(axis, rows.angle, origin=(0, 0))


def _row_plots(rows: Rows, polygon: Polygon, height: float) -> Iterator[_Plot]:
    angle = math.radians(rows.angle)
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-math.sin(angle), math.cos(angle)])
    off = rows.street / 2 + rows.setback + rows.depth / 2
    pitch = rows.length + rows.gap
    for axis in _row_axes(rows, _row_area(rows, polygon)):
        start, end = (np.array(point) for point in axis.coords)
        # The pattern is anchored in RD along the street, so that a changed polygon moves no house.
        first = math.ceil((start @ along) / pitch) * pitch - start @ along
        count = math.floor((np.hypot(*(end - start)) - first) / pitch) + 1
        for k in range(count):
            for side in (-1.0, 1.0):
                x, y = start + along * (first + k * pitch) + across * side * off
                yield _Plot(float(x), float(y), rows.length, rows.depth, angle, height)


def _ribbon_plots(ribbon: Ribbon, line: Line, height: float) -> Iterator[_Plot]:
    shape = shapely.LineString(line.xy)
    sides = {"both": (1.0, -1.0), "left": (1.0,), "right": (-1.0,)}[ribbon.sides]
    off = ribbon.setback + ribbon.depth / 2
    for k in range(math.floor(shape.length / ribbon.every)):
        at = (k + 0.5) * ribbon.every
        a = shape.interpolate(max(at - 1.0, 0.0))
        b = shape.interpolate(min(at + 1.0, shape.length))
        middle, angle = shape.interpolate(at), math.atan2(b.y - a.y, b.x - a.x)
        for side in sides:
            x = middle.x - math.sin(angle) * side * off
            y = middle.y + math.cos(angle) * side * off
            yield _Plot(x, y, ribbon.length, ribbon.depth, angle, height)


def _point_plots(points: Points, height: float) -> Iterator[_Plot]:
    lengths = points.numbers("length")
    widths = points.numbers("width")
    angles = points.numbers("angle", 0.0)
    heights = points.numbers("height", height)
    for k, (x, y) in enumerate(points.xy):
        row = points.properties[k]
        name = {lang: str(row[f"label_{lang}"]) for lang in ("nl", "en") if f"label_{lang}" in row}
        yield _Plot(
            float(x),
            float(y),
            lengths[k],
            widths[k],
            math.radians(angles[k]),
            heights[k],
            name,
            _year_of(points, k),
        )
