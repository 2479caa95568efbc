"""What things are called: units, lithology, soil, land cover and use, read from ``data/subsurface``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from wijkgenese3d.errors import DeclarationError, nearest_name

__all__ = [
    "AIR",
    "FABRIC",
    "OUTSIDE",
    "CoverClass",
    "Legend",
    "Lithology",
    "LithologyClass",
    "Member",
    "SoilClass",
    "Unit",
    "UseClass",
    "data_folder",
    "read_legend",
]

FABRIC = 253
"""Lithology code of a run whose lithology varies inside it: ask the fabric of its unit."""
AIR = 254
"""Voxel code above the ground."""
OUTSIDE = 255
"""Voxel code outside the model."""


class Lithology(IntEnum):
    """GeoTOP lithoclasses (``lithok``), as published by TNO."""

    ANTHROPOGENIC = 0
    PEAT = 1
    CLAY = 2
    LOAM = 3
    SAND = 4
    FINE_SAND = 5
    MEDIUM_SAND = 6
    COARSE_SAND = 7
    GRAVEL = 8
    SHELLS = 9


Text = Mapping[str, str]


@dataclass(frozen=True)
class LithologyClass:
    """A lithoclass of the legend: GeoTOP code, names, the two colours (hex sRGB) and its pattern."""

    code: int
    key: str
    name: Text
    colour_contrast: str
    colour_official: str
    pattern: str
    pattern_ink: str


@dataclass(frozen=True)
class Unit:
    """A body of ground: published code, names, colours (hex sRGB), zone and water behaviour.

    ``index`` is its place in the legend, the code that runs and voxels carry. ``lithology`` is a
    GeoTOP lithoclass, or :data:`FABRIC`.
    """

    index: int
    key: str
    tno: str
    tno_number: int
    name: Text
    explanation: Text
    lithology: int
    colour: str
    tint: str
    colour_official: str
    zone: str
    water: Text


@dataclass(frozen=True)
class Member:
    """A (unit, lithology) pair that a fabric gives, with a name and colour of its own."""

    key: str
    unit: str
    lithology: int
    name: Text
    explanation: Text
    colour: str
    water: Text = field(default_factory=dict)


@dataclass(frozen=True)
class SoilClass:
    """A soil (``bodem``), a property of the surface that never changes volumes."""

    code: int
    key: str
    name: Text


MOST_TREES = 277.0
"""Trees per hectare that a picture can have: one on every 6 x 6 m."""


@dataclass(frozen=True)
class CoverClass:
    """A class of land cover: code, recipe key, palette key, names, colour and trees per hectare.

    ``trees_factor_in_ribbon`` holds in the ribbon that a scene declares, and nowhere else.
    """

    code: int
    key: str
    palette: str
    name: Text
    colour: str
    pattern: str
    trees_per_ha: float
    trees_per_ha_in: Mapping[str, float] = field(default_factory=dict)
    trees_factor_in_ribbon: float = 1.0
    palette_other: str = ""

    def trees_in(self, stop: str) -> float:
        """Return the trees per hectare in a stop, outside any ribbon."""
        return self.trees_per_ha_in.get(stop, self.trees_per_ha)


@dataclass(frozen=True)
class UseClass:
    """What a place is for."""

    code: int
    key: str
    name: Text


_Keyed = TypeVar("_Keyed", Unit, CoverClass, UseClass, SoilClass)
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Legend:
    """All classes that a model may hold. Units are ordered oldest first."""

    lithologies: tuple[LithologyClass, ...]
    units: tuple[Unit, ...]
    members: tuple[Member, ...]
    zones: tuple[tuple[str, Text], ...]
    soils: tuple[SoilClass, ...]
    covers: tuple[CoverClass, ...]
    uses: tuple[UseClass, ...]

    def unit(self, key: str) -> Unit:
        """Return the unit with this key.

        Raises
        ------
        DeclarationError
            Unknown key; the nearest one is offered.
        """
        return _find(self.units, key, "unit")

    def cover(self, key: str) -> CoverClass:
        """Return the class of land cover with this key; raises as :meth:`unit`."""
        return _find(self.covers, key, "land cover class")

    def use(self, key: str) -> UseClass:
        """Return the class of use with this key; raises as :meth:`unit`."""
        return _find(self.uses, key, "use class")

    def soil(self, key: str) -> SoilClass:
        """Return the soil with this key; raises as :meth:`unit`."""
        return _find(self.soils, key, "soil")

    def lithology(self, code: int) -> LithologyClass:
        """Return the lithoclass with this GeoTOP code.

        Raises
        ------
        DeclarationError
            Unknown code.
        """
        for item in self.lithologies:
            if item.code == code:
                return item
        msg = f"unknown lithology code {code}; allowed are {[i.code for i in self.lithologies]}"
        raise DeclarationError(msg)

    def member(self, unit: str, lithology: int) -> Member | None:
        """Return the named part of a unit with a fabric, or None where it has no name of its own."""
        for item in self.members:
            if item.unit == unit and item.lithology == lithology:
                return item
        return None


def _find(items: tuple[_Keyed, ...], key: str, what: str) -> _Keyed:
    for item in items:
        if item.key == key:
            return item
    keys = [item.key for item in items]
    msg = f"unknown {what} {key!r}{nearest_name(key, keys)}"
    raise DeclarationError(msg, hint=f"allowed are {', '.join(keys)}")


def data_folder() -> Path:
    """Return the folder of the shipped tables: ``data/subsurface`` beside the package, or in the wheel."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_data" / "subsurface"
    return inside if inside.is_dir() else package.parent / "data" / "subsurface"


@cache
def read_legend(folder: Path | None = None) -> Legend:
    """Read the legend from ``units.toml`` and ``land_cover.toml``.

    Parameters
    ----------
    folder : Path, optional
        Folder with both files; by default the tables that come with the package.

    Raises
    ------
    DeclarationError
        A file is absent or unreadable, or a key is missing, unknown or double.
    """
    folder = folder or data_folder()
    ground, cover = _table(folder / "units.toml"), _table(folder / "land_cover.toml")
    where = str(folder.name)
    units = []
    for index, row in enumerate(ground.get("unit", [])):
        own = {"index": index, **({"lithology": FABRIC} if row.get("lithology") == "fabric" else {})}
        units.append(_make(Unit, {**row, **own}, f"{where}/units.toml: unit {index + 1}"))
    legend = Legend(
        lithologies=_rows(LithologyClass, ground, "lithology", f"{where}/units.toml"),
        units=tuple(units),
        members=_rows(Member, ground, "member", f"{where}/units.toml"),
        zones=tuple((row["key"], row["name"]) for row in ground.get("zone", [])),
        soils=_rows(SoilClass, ground, "soil", f"{where}/units.toml"),
        covers=_rows(CoverClass, cover, "land_cover", f"{where}/land_cover.toml"),
        uses=_rows(UseClass, cover, "use", f"{where}/land_cover.toml"),
    )
    _check_unique(legend)
    _check_trees(legend, f"{where}/land_cover.toml")
    return legend


def _check_trees(legend: Legend, where: str) -> None:
    for item in legend.covers:
        for number in (item.trees_per_ha, *item.trees_per_ha_in.values()):
            if not 0 <= number <= MOST_TREES:
                msg = f"{number:g} trees per hectare on {item.key}; from 0 to {MOST_TREES:g} can be drawn"
                raise DeclarationError(msg, where=where)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"cannot read the legend: {error.strerror}"
        raise DeclarationError(msg, where=path.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"not valid TOML: {error}"
        raise DeclarationError(msg, where=path.name) from error


def _rows(kind: type[_Row], table: Mapping[str, Any], key: str, where: str) -> tuple[_Row, ...]:
    return tuple(_make(kind, row, f"{where}: {key} {i + 1}") for i, row in enumerate(table.get(key, [])))


def _make(kind: type[_Row], row: Mapping[str, Any], where: str) -> _Row:
    fields: dict[str, Field[Any]] = kind.__dataclass_fields__  # type: ignore[attr-defined]
    for key in row:
        if key not in fields:
            msg = f"unknown key {key!r}{nearest_name(key, fields)}"
            raise DeclarationError(msg, where=where, hint=f"allowed are {', '.join(fields)}")
    missing = [
        name
        for name, f in fields.items()
        if name not in row and f.default is MISSING and f.default_factory is MISSING
    ]
    if missing:
        msg = f"missing key {missing[0]!r}"
        raise DeclarationError(msg, where=where)
    return kind(**row)


def _check_unique(legend: Legend) -> None:
    for what in ("lithologies", "units", "members", "soils", "covers", "uses"):
        items = getattr(legend, what)
        keys = [item.key for item in items]
        double = {key for key in keys if keys.count(key) > 1}
        if double:
            msg = f"{what}: key {sorted(double)[0]!r} stands twice"
            raise DeclarationError(msg, where="legend")
