"""What all event kinds share: fields in their parameters, the window they work on, the change they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Annotated, Any, ClassVar, get_type_hints

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Expression
from wijkgenese3d.genesis.moment import AreaValue, Moment

__all__ = ["Change", "Deposit", "FieldText", "GroundStep", "Step", "Work"]

FieldText = Annotated[str | float, "field expression"]
"""A parameter that is a field expression: a number, or a text in the field language."""


@dataclass(frozen=True)
class Deposit:
    """Ground put on top: a thickness, (ny, nx) float64 m, of a unit; lithology None is the unit's own."""

    thickness: np.ndarray = field(repr=False)
    unit: str
    lithology: int | None = None


@dataclass(frozen=True)
class Change:
    """What a step does to the ground, in this order: thin a unit, lower the surface, put ground on top.

    Parameters
    ----------
    lowered : (ny, nx) float64 or None
        Depth that is cut away, m, >= 0.
    deposit : Deposit or None
    thinned : (unit key, (ny, nx) float64) or None
        Thickness taken out of one unit, m, >= 0.
    """

    lowered: np.ndarray | None = field(default=None, repr=False)
    deposit: Deposit | None = None
    thinned: tuple[str, np.ndarray] | None = field(default=None, repr=False)


@dataclass
class Work:
    """What a step may look at while it works: its fields and the state before it, on its own window.

    Parameters
    ----------
    moment : Moment
        State before the step, at its samples.
    expressions : mapping
        Compiled fields of the step, by parameter name.
    samples : int
        Samples per cell and direction; results are means over a cell.
    eroded : mapping
        Volume that ``erode`` steps took away so far, m3, by event id.
    event : str
        Id of the event that the step belongs to.
    thickness : callable
        Total thickness of a unit by key, m, (ny, nx) float64.
    near : (ny, nx) bool or None
        Cells that the step may change, where it works near something only.
    """

    moment: Moment
    expressions: Mapping[str, Expression]
    samples: int
    eroded: Mapping[str, float]
    event: str
    thickness: Callable[[str], np.ndarray]
    near: np.ndarray | None = None

    @property
    def ground(self) -> np.ndarray:
        """Ground surface before the step, m NAP, at the samples."""
        return self.moment.ground

    @property
    def cell_area(self) -> float:
        """Area of a cell (not of a sample), m2."""
        return (self.moment.site.grid.cell * self.samples) ** 2

    def value(self, name: str) -> np.ndarray:
        """Return the field of a parameter at the samples, (ny, nx) float64."""
        return self.moment.evaluate(self.expressions[name])

    def has(self, name: str) -> bool:
        """Tell whether a parameter was given."""
        return name in self.expressions

    def mean(self, raster: np.ndarray) -> np.ndarray:
        """Return the mean over each cell of values at the samples."""
        n = self.samples
        if n == 1:
            return raster
        ny, nx = raster.shape[0] // n, raster.shape[1] // n
        return np.asarray(raster.reshape(ny, n, nx, n).mean(axis=(1, 3)))

    def within(self, raster: np.ndarray) -> np.ndarray:
        """Return values per cell, 0 where the step may change nothing: for kinds that keep a balance."""
        return raster if self.near is None else np.where(self.near, raster, 0.0)

    def number(self, name: str, compute: Callable[[], AreaValue]) -> AreaValue:
        """Return a whole-area number of this step."""
        return self.moment.number(name, compute)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of an event. Subclasses are the kinds."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    kind: str

    def texts(self) -> Iterator[tuple[str, str | float]]:
        """Yield ``(name, text)`` of every parameter that is a field expression; nested ones with dots."""
        yield from _texts(self, "")

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield ``(parameter, sort, name)`` of vectors, units and classes that the step refers to."""
        return iter(())


def _texts(part: Any, prefix: str) -> Iterator[tuple[str, str | float]]:
    hints = get_type_hints(type(part), include_extras=True)
    for f in fields(part):
        value = getattr(part, f.name)
        if value is None:
            continue
        if "field expression" in repr(hints[f.name]):
            yield prefix + f.name, value
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            for index, item in enumerate(value):
                yield from _texts(item, f"{prefix}{f.name}.{index + 1}.")


@dataclass(frozen=True, kw_only=True)
class GroundStep(Step):
    """A step that changes the ground.

    Parameters
    ----------
    near : str, optional
        Name of a line, polygon or point layer; the step works only near it.
    reach : float
        How far from ``near``, m.
    samples : int
        Samples per cell and direction (1-8) for things narrower than a cell.
    finer_than : float, optional
        The step is left out where cells are this size (m) or larger: it would not show.
    """

    near: str | None = None
    reach: float = 0.0
    samples: int = 1
    finer_than: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.samples <= 8:
            msg = f"samples = {self.samples}; 1 to 8 are allowed"
            raise DeclarationError(msg)
        if self.reach < 0:
            msg = f"reach = {self.reach:g}; a distance of 0 m or more is needed"
            raise DeclarationError(msg)

    def change(self, work: Work) -> Change:
        """Return what the step does to the ground, on the window of ``work``."""
        raise NotImplementedError

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        if self.near:
            yield "near", "vector", self.near
        unit = getattr(self, "unit", None)
        if unit:
            yield "unit", "unit", unit
