"""Patterns as small repeating tiles: signs in the ground and on it, so that colour is never alone.

Names are those of the legend files. A tile is a square of ``SIZE`` drawn metres; a tile of the ground
holds how much ink lies on each of its pixels, a tile of land cover how light each pixel is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from scipy.ndimage import gaussian_filter

__all__ = ["COVER_PATTERNS", "GROUND_PATTERNS", "LEVELS", "SIZE", "cover_tile", "ground_tile"]

SIZE = 96
"""Side of a tile of the ground, pixels of one drawn metre."""
COVER_SIZE = 240
"""Side of a tile of land cover, pixels of one metre."""
LEVELS = 4
"""Steps of ink in a tile of the ground."""


def _nothing() -> np.ndarray:
    return np.zeros((SIZE, SIZE))


def _dots(spacing: float, radius: float, seed: int = 1) -> np.ndarray:
    return _stamped(spacing, seed, lambda dx, dy: 1.0 - np.clip(np.hypot(dx, dy) - radius + 0.5, 0, 1))


def _pebbles() -> np.ndarray:
    def ring(dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
        away = np.hypot(dx / 1.5, dy) - 2.7
        return 1.0 - np.clip(np.abs(away) - 0.35, 0, 1)

    return _stamped(12.0, 2, ring)


def _plus() -> np.ndarray:
    def sign(dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
        arm = np.minimum(np.abs(dx), np.abs(dy)) - 0.4
        return (1.0 - np.clip(arm, 0, 1)) * (np.maximum(np.abs(dx), np.abs(dy)) < 3.5)

    return _stamped(16.0, 4, sign)


def _arcs() -> np.ndarray:
    def arc(dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
        return (1.0 - np.clip(np.abs(np.hypot(dx, dy) - 3.0) - 0.4, 0, 1)) * (dy > -0.5)

    return _stamped(12.0, 5, arc)


def _hatch() -> np.ndarray:
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    return _line((x + y) % 12, 12, 1.8)


def _dashes() -> np.ndarray:
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    row = y // 8
    return _line(y % 8, 8, 1.5) * ((x + 11 * (row % 3)) % 24 < 17)


def _dash_dot() -> np.ndarray:
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    along = (x + 13 * ((y // 8) % 2)) % 24
    return _line(y % 8, 8, 1.4) * ((along < 10) | ((along > 15) & (along < 18)))


def _tufts() -> np.ndarray:
    def tuft(dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
        wave = np.abs(dy - 1.2 * np.sin(dx * 0.9))
        return (1.0 - np.clip(wave - 0.3, 0, 1)) * (np.abs(dx) < 5)

    return _stamped(12.0, 3, tuft)


def _line(place: np.ndarray, period: float, width: float) -> np.ndarray:
    """Ink of a line through the middle of each period."""
    return np.asarray(1.0 - np.clip(np.abs(place - period / 2) - width / 2 + 0.5, 0, 1))


def _stamped(spacing: float, seed: int, stamp: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Put a stamp on a jittered lattice that closes at the edges of the tile."""
    rng = np.random.default_rng(seed)
    count = round(SIZE / spacing)
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float64)
    ink = np.zeros((SIZE, SIZE))
    for j in range(count):
        for i in range(count):
            cx, cy = (np.array((i + 0.5 * (j % 2), j)) + rng.uniform(-0.22, 0.22, 2)) * SIZE / count
            dx, dy = (((a - c + SIZE / 2) % SIZE) - SIZE / 2 for a, c in ((x, cx), (y, cy)))
            np.maximum(ink, stamp(dx, dy), out=ink)
    return ink


GROUND_PATTERNS: Mapping[str, Callable[[], np.ndarray]] = {
    "none": _nothing,
    "none (blank)": _nothing,
    "diagonal hatch 45deg": _hatch,
    "short wavy tufts": _tufts,
    "long horizontal dashes": _dashes,
    "dash-dot rows": _dash_dot,
    "sparse dots": lambda: _dots(16.0, 1.1),
    "dense larger dots": lambda: _dots(8.7, 1.5),
    "open pebbles, light": _pebbles,
    "sparse plus signs": _plus,
    "small open arcs": _arcs,
}


@cache
def ground_tile(pattern: str) -> np.ndarray:
    """Return the tile of a pattern in the ground, (SIZE, SIZE) uint8, 0 to ``LEVELS - 1``: how much ink.

    An unknown pattern has no ink: a scene may bring one that is only drawn elsewhere.
    """
    ink = GROUND_PATTERNS.get(pattern, _nothing)()
    tile = np.rint(np.clip(ink, 0, 1) * (LEVELS - 1)).astype(np.uint8)
    tile.flags.writeable = False
    return tile


# ---------------------------------------------------------------------------------- land cover


def _plain() -> np.ndarray:
    return np.ones((COVER_SIZE, COVER_SIZE))


def _crowns(spacing: float, depth: float, seed: int) -> np.ndarray:
    """Crowns of trees side by side, seen from above in a light from the north-west."""
    dx, dy, tone = _nearest(spacing, seed)
    away = (dx**2 + dy**2) / (0.62 * spacing) ** 2
    high = np.sqrt(np.clip(1.0 - away, 0.0, 1.0))
    lean = (-dx + dy) / spacing
    return np.asarray(1.0 - depth + depth * (1.25 * high + 0.55 * lean * high + 0.22 * tone))


def _clusters(spacing: float, share: float, radius: float, depth: float, seed: int) -> np.ndarray:
    """Small dark dots at a share of the places of a lattice."""
    dx, dy, tone = _nearest(spacing, seed)
    ink = np.clip(radius - np.hypot(dx, dy) + 0.5, 0, 1) * (tone < 2 * share - 1)
    return np.asarray(1.0 - depth * ink)


def _rows(period: float, depth: float, angle: float) -> np.ndarray:
    """Furrows: soft lines; the period is fitted so that the tile closes."""
    y, x = np.mgrid[0:COVER_SIZE, 0:COVER_SIZE] / COVER_SIZE
    turn = np.radians(angle)
    across, along = (round(COVER_SIZE / period * f(turn)) for f in (np.cos, np.sin))
    return np.asarray(1.0 + depth * np.sin(2 * np.pi * (across * y - along * x)))


def _ticks(rows: int, every: int, length: int, depth: float) -> np.ndarray:
    """Upright strokes in rows, every other row moved; ``every`` and twice ``rows`` divide the tile."""
    y, x = np.mgrid[0:COVER_SIZE, 0:COVER_SIZE]
    row = y // rows
    ink = ((x + 5 * (row % 2)) % every < 1.3) & (y % rows < length)
    return np.asarray(1.0 - depth * gaussian_filter(ink.astype(float), 0.5, mode="wrap"))


def _squares(side: int, depth: float, seed: int) -> np.ndarray:
    """Lay plots side by side, each with its own tone, and a thin line between them."""
    count = COVER_SIZE // side
    rng = np.random.default_rng(seed)
    tone = np.kron(rng.uniform(-1, 1, (count, count)), np.ones((side, side)))
    y, x = np.mgrid[0:COVER_SIZE, 0:COVER_SIZE]
    line = (x % side == 0) | (y % side == 0)
    return np.asarray(1.0 + depth * tone - 1.2 * depth * line)


def _grid(side: int, depth: float) -> np.ndarray:
    y, x = np.mgrid[0:COVER_SIZE, 0:COVER_SIZE]
    return np.asarray(1.0 - depth * ((x % side == 0) | (y % side == 0)))


def _stipple(depth: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.asarray(1.0 - depth * (rng.uniform(size=(COVER_SIZE, COVER_SIZE)) < 0.08))


def _rubble() -> np.ndarray:
    rng = np.random.default_rng(9)
    rough = gaussian_filter(rng.normal(size=(COVER_SIZE, COVER_SIZE)), 1.6, mode="wrap")
    return np.asarray(1.0 + 0.35 * np.tanh(rough * 6))


def _waves() -> np.ndarray:
    y, x = np.mgrid[0:COVER_SIZE, 0:COVER_SIZE]
    crest = np.sin(2 * np.pi * (y / 10 + 0.18 * np.sin(2 * np.pi * x / 30)))
    return np.asarray(1.0 + 0.06 * np.clip(crest - 0.6, 0, 1) * 2.5)


def _nearest(spacing: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Offset to the nearest place of a jittered, closing lattice, and the tone of that place, -1 to 1."""
    count = round(COVER_SIZE / spacing)
    rng = np.random.default_rng(seed)
    step = COVER_SIZE / count
    place = (np.mgrid[0:count, 0:count] + 0.5 + rng.uniform(-0.38, 0.38, (2, count, count))) * step
    tone = rng.uniform(-1, 1, (count, count))
    y, x = np.mgrid[0:COVER_SIZE, 0:COVER_SIZE] + 0.5
    cell = np.stack((y // step, x // step)).astype(int)
    best = np.full(y.shape, np.inf)
    found = [np.zeros(y.shape) for _ in range(3)]
    for j in (-1, 0, 1):
        for i in (-1, 0, 1):
            row, column = (cell[0] + j) % count, (cell[1] + i) % count
            dy, dx = (
                (a - place[k][row, column] + COVER_SIZE / 2) % COVER_SIZE - COVER_SIZE / 2
                for k, a in ((0, y), (1, x))
            )
            away = dx**2 + dy**2
            nearer = away < best
            best[nearer] = away[nearer]
            for target, value in zip(found, (dx, dy, tone[row, column]), strict=True):
                target[nearer] = value[nearer]
    return found[0], found[1], found[2]


COVER_PATTERNS: Mapping[str, Callable[[], np.ndarray]] = {
    "none": _plain,
    "fine stipple": lambda: _stipple(0.16, 4),
    "short tufts": lambda: _clusters(7.0, 0.55, 1.1, 0.28, 5),
    "tree glyphs": lambda: _crowns(9.5, 0.50, 6),
    "clustered small tree glyphs": lambda: _crowns(6.5, 0.36, 7),
    "wide-spaced tree glyphs": lambda: _clusters(11.0, 0.3, 1.6, 0.14, 8),
    "dot clusters": lambda: _clusters(5.2, 0.6, 1.5, 0.20, 9),
    "furrow lines": lambda: _rows(6.0, 0.07, 17.0),
    "small squares": lambda: _squares(8, 0.085, 10),
    "edge lines": _plain,
    "roof glyph": _plain,
    "coarse grid": lambda: _grid(16, 0.07),
    "fine grid": lambda: _grid(5, 0.06),
    "rampart line": lambda: _stipple(0.10, 11),
    "wave lines": _waves,
    "reed ticks": lambda: _ticks(8, 6, 3, 0.25),
    "rows of small upright bars": lambda: _ticks(6, 4, 3, 0.30),
    "broken hatch": _rubble,
    "short bed lines in two directions": lambda: _squares(6, 0.12, 12),
    "tufts above short dashes": lambda: _ticks(8, 8, 4, 0.22),
    "slope ticks": lambda: _ticks(8, 5, 5, 0.18),
}


@cache
def cover_tile(pattern: str) -> np.ndarray:
    """Return the tile of a land cover, (COVER_SIZE, COVER_SIZE) float32: how light; 1 on average or less."""
    tile = COVER_PATTERNS.get(pattern, _plain)().astype(np.float32)
    tile.flags.writeable = False
    return tile
