"""Where and when a field is evaluated: a site (a grid with its vectors) and a moment (the ground then)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import ndimage

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Expression
from wijkgenese3d.genesis.vectors import Vectors
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid

__all__ = ["AreaNumbers", "Moment", "Site"]

AreaValue = float | np.ndarray


class AreaNumbers:
    """What needed a look at the whole area: computed once, then only looked up.

    Parameters
    ----------
    values : mapping, optional
        Numbers of an earlier replay of the whole area.
    frozen : bool
        True while a window is replayed: nothing may be computed from a part of the area.
    """

    def __init__(self, values: Mapping[str, AreaValue] | None = None, *, frozen: bool = False) -> None:
        self.values: dict[str, AreaValue] = dict(values or {})
        self.frozen = frozen
        self.used: set[str] = set()

    def get(self, key: str, compute: Callable[[], AreaValue]) -> AreaValue:
        """Return the number under ``key``; a replay of the whole area computes it.

        Raises
        ------
        DeclarationError
            A window asks for a number that the whole area has not given.
        """
        if self.frozen:
            if key not in self.values:
                msg = f"a window needs the whole-area number {key!r}, which is not there"
                raise DeclarationError(msg, hint="replay the whole area first")
        elif key not in self.used:
            self.values[key] = compute()
        self.used.add(key)
        return self.values[key]


@dataclass
class Site:
    """A grid with all that depends on place only.

    Parameters
    ----------
    grid : Grid
        Cells on which fields are evaluated.
    whole : Grid
        Cells of the whole area at the same size; ``grid`` is a part of it.
    vectors : Vectors
    fields : mapping
        Named expressions of the scene.
    fabrics : mapping
        Fabric by unit key.
    boundary : str
        Name of the polygon inside which shares are counted.
    numbers : AreaNumbers
    """

    grid: Grid
    whole: Grid
    vectors: Vectors
    fields: Mapping[str, Expression]
    fabrics: Mapping[str, Fabric]
    boundary: str
    numbers: AreaNumbers
    kept: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    @property
    def x(self) -> np.ndarray:
        """Cell centres, (1, nx) float64, RD x, m."""
        return self.grid.x[None, :]

    @property
    def y(self) -> np.ndarray:
        """Cell centres, (ny, 1) float64, RD y, m."""
        return self.grid.y[:, None]

    @property
    def is_whole(self) -> bool:
        """Tell whether the grid is the whole area."""
        return self.grid == self.whole

    @property
    def place(self) -> tuple[slice, slice]:
        """Rows and columns of the grid in the whole."""
        return self.whole.window(self.grid.extent)

    def once(self, text: str, make: Callable[[], np.ndarray]) -> np.ndarray:
        """Return a field that depends on place only, made at the first call."""
        if text not in self.kept:
            self.kept[text] = make()
        return self.kept[text]

    def part(self, rows: slice, columns: slice) -> Site:
        """Return the site of some rows and columns (with nothing kept yet)."""
        return replace(self, grid=self.grid.part(rows, columns), kept={})

    def refined(self, times: int) -> Site:
        """Return the site with ``times`` x ``times`` cells in each cell (with nothing kept yet)."""
        return replace(self, grid=self.grid.refined(times), whole=self.whole.refined(times), kept={})


@dataclass
class Moment:
    """A state of the ground on a site, as fields see it.

    Parameters
    ----------
    site : Site
    ground : (ny, nx) float64
        Ground surface, m NAP.
    befores : mapping
        Ground just before an event, m NAP, by event id.
    cover, use : uint8 or None
        Land cover and use at the cells of the site, or at finer ones that divide them.
    codes : mapping
        Codes by class name, for ``cover('bos')`` and ``use('wonen')``.
    key : str
        Event and step, to name whole-area numbers.
    """

    site: Site
    ground: np.ndarray
    befores: Mapping[str, np.ndarray]
    cover: np.ndarray | None = None
    use: np.ndarray | None = None
    codes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    key: str = ""
    refined: bool = False
    made: dict[str, np.ndarray] = field(default_factory=dict, init=False, repr=False)

    def named(self, name: str) -> np.ndarray:
        """Return a named field of the scene, made once: per site where it depends on place only."""
        expression = self.site.fields[name]
        if expression.node.static(self.site.fields):
            return self.site.once(name, lambda: self.evaluate(expression))
        if name not in self.made:
            self.made[name] = self.evaluate(expression)
        return self.made[name]

    def evaluate(self, expression: Expression) -> np.ndarray:
        """Return the value of an expression, (ny, nx) float64.

        Raises
        ------
        DeclarationError
            It is not a finite number somewhere; the first such place is named.
        """
        try:
            with np.errstate(all="ignore"):
                value = np.asarray(expression.node.evaluate(self), dtype=np.float64)
        except RecursionError:
            msg = f"{expression.source[:60]!r} uses named fields that are nested too deep"
            raise DeclarationError(msg) from None
        value = np.broadcast_to(value, self.site.grid.shape)
        if not np.isfinite(value).all():
            j, i = np.argwhere(~np.isfinite(value))[0]
            x, y = self.site.grid.x[i], self.site.grid.y[j]
            msg = f"{expression.source!r} gives {value[j, i]} at x {x:g}, y {y:g}"
            raise DeclarationError(msg, hint="a division by 0, a power or a level that the line lacks?")
        return value

    def number(self, name: str, compute: Callable[[], AreaValue]) -> AreaValue:
        """Return a whole-area number of this step."""
        return self.site.numbers.get(f"{self.key}/{name}", compute)

    def part(self, rows: slice, columns: slice) -> Moment:
        """Return the moment on some rows and columns."""
        window = (rows, columns)

        def cut(raster: np.ndarray | None) -> np.ndarray | None:
            if raster is None:
                return None
            # Land cover and use may lie on finer cells.
            times = raster.shape[0] // self.site.grid.ny
            return raster[tuple(slice(s.start * times, s.stop * times) for s in window)]

        return replace(
            self,
            site=self.site.part(rows, columns),
            ground=self.ground[window],
            befores={key: value[window] for key, value in self.befores.items()},
            cover=cut(self.cover),
            use=cut(self.use),
        )

    def subsampled(self, times: int) -> Moment:
        """Return the moment with ``times`` x ``times`` samples per cell, the state read between cells.

        Heights are read bilinearly between cell centres, so a slope keeps its slope.
        """
        site = self.site.refined(times)

        def between(raster: np.ndarray) -> np.ndarray:
            return finer(raster, times)

        return replace(
            self,
            site=site,
            ground=between(self.ground),
            befores={key: between(value) for key, value in self.befores.items()},
            cover=None,
            use=None,
            refined=True,
        )


def finer(raster: np.ndarray, times: int) -> np.ndarray:
    """Read a raster bilinearly at ``times`` x ``times`` samples per cell; edges go on level."""
    rows = (np.arange(raster.shape[0] * times) + 0.5) / times - 0.5
    columns = (np.arange(raster.shape[1] * times) + 0.5) / times - 0.5
    grid = np.meshgrid(rows, columns, indexing="ij")
    return np.asarray(ndimage.map_coordinates(raster, grid, order=1, mode="nearest"))
