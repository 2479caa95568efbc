"""Fixtures of the geometry floor."""

import pytest

from tests.geometry.lopsided import make_stack


@pytest.fixture
def a_stack():
    return make_stack()
