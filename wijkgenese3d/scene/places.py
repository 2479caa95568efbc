"""Streets and landmarks of a scene by name, of all years, and coordinates as people type them.

Names come from what stands there in any year, from the named lines, polygons and points of the scene, and
from the names on the block; what has the same name on the same spot is one place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import shapely

from wijkgenese3d.errors import UsageError
from wijkgenese3d.genesis.vectors import Line, Points, Polygon, Vector
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.rd_text import decimal, looks_like_rd, parse_rd
from wijkgenese3d.scene.search_text import plain, rank
from wijkgenese3d.scene.words import say

__all__ = ["Place", "PlaceBook", "make_places"]

SAME = 150.0
"""m: two things of one name are one place when they lie so near; a street is one however long."""
INSIDE = 0.1
"""m that a spot keeps from the edge of the box: the outer edge belongs to no pin."""
MOST = 8
_ALIKE = 0.72


@dataclass(frozen=True)
class Place:
    """A place that can be found.

    Parameters
    ----------
    id : str
        Unique in its scene.
    name : mapping
        Per language.
    at : (x, y) or None
        A spot on it, RD m; None where it lies outside the box.
    spans : tuple of (from year, to year)
        When it is there, astronomical, ``to`` not included; empty where that is not said.
    near : mapping
        Name of the nearest line that stays, per language, for a place that shares its name with others.
    street : bool
        Whether it is a line: a street, a stream, a tram.
    """

    id: str
    name: Mapping[str, str]
    at: tuple[float, float] | None
    spans: tuple[tuple[float, float], ...] = ()
    near: Mapping[str, str] = field(default_factory=dict)
    street: bool = False

    def exists(self, year: float) -> bool:
        """Tell whether it is there in a year, as far as that is said."""
        return not self.spans or any(start <= year < end for start, end in self.spans)

    @property
    def stays(self) -> bool:
        """Tell whether it is said to be there for good."""
        return bool(self.spans) and math.isinf(self.spans[-1][1])

    @property
    def years(self) -> tuple[float, float] | None:
        """First year, and the first in which it is gone (inf where it stays); None where not said."""
        return (self.spans[0][0], max(end for _, end in self.spans)) if self.spans else None


@dataclass(frozen=True)
class PlaceBook:
    """All places of a scene.

    Parameters
    ----------
    places : tuple of Place
    extent : RDExtent
        The box.
    """

    places: tuple[Place, ...]
    extent: RDExtent

    def search(
        self, text: str, language: str, year: float | None = None, most: int = MOST
    ) -> tuple[Place, ...]:
        """Return the places whose name fits a text, the best first; none for an empty text.

        Case, diacritics and spaces do not count. A whole name goes before the begin of one, that before the
        begin of a word, and that before letters within; of equals, what is there in ``year`` goes first.
        """
        wanted = plain(text)
        if not wanted:
            return ()
        found = []
        for place in self.places:
            ranks = [rank(wanted, plain(name)) for name in _names(place, language)]
            best = min((found + 0.5 * k for k, found in enumerate(ranks) if found is not None), default=None)
            if best is not None:
                gone = year is not None and not place.exists(year)
                found.append((best, gone, len(place.name[language]), place.name[language], place.id, place))
        found.sort(key=lambda row: row[:-1])
        return tuple(row[-1] for row in found[:most])

    def find(self, text: str, language: str, year: float | None = None) -> Place:
        """Return the place that a text means: the best match of a name, or a spot by its coordinates.

        Raises
        ------
        UsageError
            Nothing, coordinates that cannot be read, a name that is not known (near ones are offered), or a
            spot outside the box; in words for people, in the language.
        """
        if not text.strip():
            raise UsageError(say("probe.empty", language))
        if looks_like_rd(text):
            return self._spot(text, language)
        found = self.search(text, language, year, 1)
        if not found:
            raise UsageError(
                say("probe.unknown", language, naam=text.strip()[:40]) + self._near(text, language)
            )
        self.spot_of(found[0], language)
        return found[0]

    def spot_of(self, place: Place, language: str) -> tuple[float, float]:
        """Return the spot of a place that lies in the box; raises :class:`UsageError` for another."""
        if place.at is None:
            raise UsageError(say("probe.outside_name", language, naam=place.name[language]))
        return place.at

    def by_id(self, place_id: str) -> Place | None:
        """Return the place with this id, or None."""
        return next((place for place in self.places if place.id == place_id), None)

    def _spot(self, text: str, language: str) -> Place:
        spot = parse_rd(text)
        if spot is None:
            raise UsageError(say("probe.bad_rd", language))
        x, y = (round(value, 1) for value in spot)
        e = self.extent
        if not (e.xmin <= x < e.xmax and e.ymin <= y < e.ymax):
            box = {"x0": e.xmin, "x1": e.xmax, "y0": e.ymin, "y1": e.ymax}
            raise UsageError(say("probe.outside", language, **{k: f"{v:g}" for k, v in box.items()}))
        name = f"{decimal(x)}, {decimal(y)}"
        return Place("", {"nl": name, "en": name}, (x, y))

    def _near(self, text: str, language: str) -> str:
        """Offer the names that look like a text."""
        names = {plain(name): place.name[language] for place in self.places for name in place.name.values()}
        near = dict.fromkeys(names[key] for key in get_close_matches(plain(text), names, 3, _ALIKE))
        return " " + say("probe.perhaps", language, namen=", ".join(near)) if near else ""


def make_places(scene: Scene, features: FeatureTable) -> PlaceBook:
    """Gather the places of a scene.

    Parameters
    ----------
    scene : Scene
    features : FeatureTable
        Of all years.
    """
    extent = scene.plan.grid.extent
    groups: dict[str, list[_Part]] = {}
    vectors = (scene.vectors.any(name) for name in scene.vectors.names)
    labels = scene.file.label
    for part in (
        *_of_features(features),
        *(part for vector in vectors for part in _of_vector(vector)),
        *(_Part(label.name.as_dict(), shapely.Point(label.at), label=True) for label in labels),
    ):
        groups.setdefault(plain(part.name["nl"]), []).append(part)
    places = []
    for key, parts in groups.items():
        clusters = _clusters(parts)
        for number, cluster in enumerate(clusters, 1):
            name = f"{key}#{number}" if len(clusters) > 1 else key
            places.append(_place(name, cluster, extent))
    return PlaceBook(tuple(_with_near(places)), extent)


@dataclass(frozen=True)
class _Part:
    """A thing with a name: its shape, when it is there, and whether it is only a name on the block."""

    name: Mapping[str, str]
    shape: shapely.Geometry
    span: tuple[float, float] | None = None
    label: bool = False

    @property
    def long(self) -> bool:
        return self.shape.geom_type == "LineString"


def _of_features(features: FeatureTable) -> Iterator[_Part]:
    shapes = {"Point": lambda xy: shapely.Point(xy[0]), "LineString": shapely.LineString}
    for row in features:
        if row.name and row.height >= 0:
            xy = [point[:2] for point in row.xy]
            shape = shapes.get(row.geometry, shapely.Polygon)(xy)
            yield _Part(row.name, shape, (row.from_year, row.to_year))


def _of_vector(vector: Vector) -> Iterator[_Part]:
    """Yield what carries words for people; ``"findable": false`` keeps it out."""
    match vector:
        case Line():
            rows = [(vector.properties, shapely.LineString(vector.xy))]
        case Polygon():
            rows = [(vector.properties, vector.shape)]
        case Points():
            points = shapely.points(vector.xy)
            rows = list(zip(vector.properties, points, strict=True))
    for properties, shape in rows:
        if "label_nl" in properties and properties.get("findable", True):
            dutch = str(properties["label_nl"])
            yield _Part({"nl": dutch, "en": str(properties.get("label_en", dutch))}, shape)


def _clusters(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Part things of one name that do not belong together: a street holds its pieces wherever they lie."""
    clusters: list[list[_Part]] = []
    for part in sorted(parts, key=lambda one: not one.long):
        for cluster in clusters:
            both_long = part.long and cluster[0].long
            if both_long or any(shapely.distance(part.shape, one.shape) <= SAME for one in cluster):
                cluster.append(part)
                break
        else:
            clusters.append([part])
    return clusters


def _place(key: str, parts: Sequence[_Part], extent: RDExtent) -> Place:
    """Make one place of its parts; the years are those of what stands there."""
    dated = [part.span for part in parts if part.span is not None]
    name = max(parts, key=lambda part: part.shape.length).name
    at = next((spot for part in _best_first(parts) if (spot := _spot_on(part.shape, extent))), None)
    return Place(key, name, at, tuple(sorted(dated)), street=any(part.long for part in parts))


def _best_first(parts: Sequence[_Part]) -> list[_Part]:
    """Order parts by how well a spot on them stands for the place: the longest first."""
    return sorted(parts, key=lambda part: (part.label, -part.shape.length))


def _spot_on(shape: shapely.Geometry, extent: RDExtent) -> tuple[float, float] | None:
    """Return a spot on a thing, in the box: halfway its longest piece, or well inside it."""
    box = shapely.box(extent.xmin + INSIDE, extent.ymin + INSIDE, extent.xmax - INSIDE, extent.ymax - INSIDE)
    inside = shapely.intersection(shape, box)
    if inside.is_empty:
        return None
    if shape.geom_type == "LineString":
        longest = max(shapely.get_parts(inside), key=lambda piece: piece.length)
        spot = longest.interpolate(0.5, normalized=True)
    else:
        spot = inside.point_on_surface()
    return round(spot.x, 1), round(spot.y, 1)


def _with_near(places: list[Place]) -> Iterator[Place]:
    """Yield the places; those that share a name say what they lie near."""
    lines = [place for place in places if place.street and place.at is not None and place.stays]
    for place in places:
        if "#" not in place.id or place.at is None or not lines:
            yield place
            continue
        x, y = place.at
        nearest = min(lines, key=lambda one: math.dist((x, y), one.at or (x, y)))
        yield replace(place, near=nearest.name)


def _names(place: Place, language: str) -> tuple[str, ...]:
    """Return its name in the language, then that in the other."""
    return tuple(dict.fromkeys((place.name[language], *place.name.values())))
