"""Runs as one table: exact where no fabric is asked, to half a step where one is."""

from __future__ import annotations

import numpy as np
import pytest

from tests.geometry.lopsided import BASE, FABRICS, GRID, GROUND, UNIT_FABRIC, make_stack
from wijkgenese3d.errors import DataError
from wijkgenese3d.exports.stepped_runs import stepped
from wijkgenese3d.model.columns import Columns


def test_runs_close_from_base_to_ground():
    columns = Columns.from_stack(make_stack())
    runs = stepped(columns, FABRICS, 0.5)
    for iy, ix in np.ndindex(GRID.shape):
        here = (runs.x == GRID.x[ix]) & (runs.y == GRID.y[iy])
        top, base = runs.top[here], runs.base[here]
        assert base[0] == BASE
        np.testing.assert_array_equal(base[1:], top[:-1])
        assert top[-1] == pytest.approx(GROUND[iy, ix], abs=1e-6)
        assert (np.diff(runs.lithology[here].astype(int)) != 0).all()


def test_a_fabric_is_divided_where_it_changes():
    runs = stepped(Columns.from_stack(make_stack()), FABRICS, 0.5)
    # In the south-west: sand up to -1, peat of the fabric up to 0, gravel up to the ground at 1.
    here = (runs.x == GRID.x[0]) & (runs.y == GRID.y[0])
    assert runs.lithology[here].tolist() == [6, 1, 8]
    np.testing.assert_allclose(runs.top[here], [-1, 0, 1])
    assert runs.unit[here].tolist()[1:] == [UNIT_FABRIC, UNIT_FABRIC]
    # In the east: the same, with clay and 0.3 m on top of it, to the millimetre.
    here = (runs.x == GRID.x[3]) & (runs.y == GRID.y[2])
    assert runs.lithology[here].tolist() == [6, 1, 2, 0]
    np.testing.assert_allclose(runs.top[here], [-1, 0, 9.7, 10], atol=1e-6)
    assert runs.event[here].tolist() == [11, 12, 12, 13]


def test_a_fabric_that_is_not_given_is_named():
    with pytest.raises(DataError, match=f"unit {UNIT_FABRIC} asks for a fabric"):
        stepped(Columns.from_stack(make_stack()), {}, 0.5)
