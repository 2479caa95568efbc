"""The closed body of the ground: volume by hand, edges in pairs, upright sides."""

from __future__ import annotations

import numpy as np
import pytest

from wijkgenese3d.geometry.solid import make_solid
from wijkgenese3d.model.frame import Grid, RDExtent

GRID = Grid(RDExtent(188400, 426700, 188430, 426720), 10)


def _volume(points, triangles):
    a, b, c = (points[triangles[:, k]] - points.mean(axis=0) for k in range(3))
    return np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6


def test_a_level_body_is_a_box():
    points, triangles = make_solid(GRID, np.full((2, 3), 12.0), -20)
    assert _volume(points, triangles) == pytest.approx(30 * 20 * 32)
    np.testing.assert_allclose(points.min(axis=0), [188400, 426700, -20])
    np.testing.assert_allclose(points.max(axis=0), [188430, 426720, 12])


def test_every_edge_is_used_once_in_each_direction():
    heights = np.random.default_rng(5).uniform(1, 30, (2, 3))
    points, triangles = make_solid(GRID, heights, 0)
    start, end = triangles.ravel(), np.roll(triangles, -1, axis=1).ravel()
    edges = set(zip(start.tolist(), end.tolist(), strict=True))
    assert len(edges) == len(start)
    assert {(b, a) for a, b in edges} == edges
    # Level from the outer centres to the edge: what each centre stands for is known exactly enough by hand.
    assert _volume(points, triangles) == pytest.approx(heights.mean() * 600, rel=0.1)


def test_a_body_without_thickness_is_refused():
    with pytest.raises(ValueError, match="does not lie above the base"):
        make_solid(GRID, np.array([[1.0, 2, 3], [4, 0, 6]]), 0)
