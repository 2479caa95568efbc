"""Small pictures against stored ones: the look as a whole.

They are compared with PyVista's ``compare_images`` (VTK's image difference). Mesa renders almost, not
quite, alike from version to version, hence a tolerance: a shift of a wall by one pixel gives about 150,
a change of one colour of land cover several hundred, another slice thousands. After a change on
purpose: ``WIJKGENESE3D_NEW_PICTURES=1 pytest tests/render/test_pictures.py``, and look at them.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from wijkgenese3d.scene.load import load_scene

pytestmark = pytest.mark.opengl

ROOT = Path(__file__).resolve().parents[2]
STORED = Path(__file__).resolve().parent / "pictures"
SIZE = (420, 280)
TOLERANCE = 90.0


@pytest.fixture(scope="module")
def pictures(opengl):
    """Pictures of the real scene in 10 m cells, replayed once."""
    from wijkgenese3d.genesis.replay import Replay
    from wijkgenese3d.report.page_maker import PageMaker, page_image
    from wijkgenese3d.report.page_order import PageOrder
    from wijkgenese3d.scene.drawing import block_setting

    scene = load_scene(ROOT / "scenes" / "hengstdal", cell=10.0)
    replay = Replay(scene.plan)
    wanted = {"T01": -148000, "T03": -12000, "T06": 100, "T14": 2025}
    parts = {key: replay.time_slice(year, key) for key, year in wanted.items()}

    def draw(key, view="ov", **options):
        setting = block_setting(scene, parts["T14"].ground, **options)
        camera = next(c for c in scene.cameras if c.key == view)
        order = PageOrder(camera, None, SIZE, "nl")
        with PageMaker(scene, setting, order) as maker:
            return page_image(maker.make(parts[key]), order)

    return draw


CASES = {
    "T01": {"key": "T01"},
    "T03": {"key": "T03"},
    "T06": {"key": "T06"},
    "T06-dam": {"key": "T06", "view": "dam"},
    "T14": {"key": "T14"},
    "T14-official": {"key": "T14", "colour_set": "official"},
    "T14-peeled": {"key": "T14", "hidden_units": ["DR", "BXs", "BXd", "COL", "AAm", "AAr"]},
    "T06-blocks": {"key": "T06", "as_blocks": True},
}


@pytest.mark.parametrize("name", CASES)
def test_picture(pictures, name):
    import pyvista as pv

    image = pictures(**CASES[name])
    path = STORED / f"{name}.png"
    if os.environ.get("WIJKGENESE3D_NEW_PICTURES"):
        path.parent.mkdir(exist_ok=True)
        image.quantize(128).save(path, optimize=True)
    stored = np.asarray(Image.open(path).convert("RGB"))
    found = np.asarray(image.quantize(128).convert("RGB"))
    assert pv.compare_images(_image_data(stored), _image_data(found)) < TOLERANCE


def test_the_tolerance_tells_a_changed_colour(pictures):
    """The test above can fail: one class of land cover in another colour is seen."""
    import pyvista as pv

    image = np.asarray(pictures("T14"))
    other = image.copy()
    green = (image[..., 1] > image[..., 0].astype(int) + 15) & (image[..., 1] > 120)
    assert green.mean() > 0.03
    other[green] = other[green] * np.array([1.15, 0.85, 0.85])
    assert pv.compare_images(_image_data(image), _image_data(other)) > 2 * TOLERANCE


def _image_data(pixels):
    import pyvista as pv

    height, width = pixels.shape[:2]
    data = pv.ImageData(dimensions=(width, height, 1))
    data.point_data["colour"] = np.ascontiguousarray(pixels[::-1]).reshape(-1, 3)
    return data
