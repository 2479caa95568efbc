"""Pictures are kept packed: one is the same object as long as somebody holds it, and equal after that."""

import gc
import weakref

import numpy as np
import pytest

from tests.web.synthetic_content import SyntheticContent
from tests.web.test_logic import run
from wijkgenese3d.web.logic.pictures import PictureKey, Pictures


@pytest.fixture(scope="module")
def content():
    return SyntheticContent(cell=25.0, houses=4)


@pytest.fixture
def pictures(content):
    pictures = Pictures(content, content.setting)
    yield pictures
    pictures.close()


def test_a_picture_that_somebody_holds_is_the_same_whoever_asks(pictures):
    key, got = PictureKey("T14"), []

    async def steps():
        got.append(await pictures.get(key))
        got.append(await pictures.get(key, "beside"))

    run(steps())
    assert got[0] is got[1]
    assert pictures.ready(key) is got[0]


def test_what_nobody_holds_is_let_go_and_comes_back_equal(pictures):
    key, got = PictureKey("T14"), []

    async def steps():
        got.append(await pictures.get(key))

    run(steps())
    held = weakref.ref(got[0])
    points, ground = got[0].picture.terrain.points.copy(), got[0].ground.copy()
    assert got[0].ground is got[0].picture.ground
    got.clear()
    gc.collect()
    assert held() is None
    again = pictures.ready(key)
    assert np.array_equal(again.picture.terrain.points, points)
    assert np.array_equal(again.ground, ground)
    assert again.ground is again.picture.ground
    assert pictures.ready(key) is again
