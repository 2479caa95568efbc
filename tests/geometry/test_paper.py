import numpy as np

from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.paper import make_paper, make_shadow
from wijkgenese3d.model.frame import RDExtent

BOX = RDExtent(188400.0, 426700.0, 190400.0, 428200.0)


def test_paper_is_light_in_the_middle():
    paper = make_paper((248, 244, 234), (233, 224, 206)).astype(float).mean(axis=2)
    middle = paper[100:140, 110:150].mean()
    assert middle > paper[:20, :20].mean() + 8
    assert middle > paper[-20:, -20:].mean() + 8


def test_the_shadow_lies_under_the_block_and_to_the_south_east():
    frame = LocalFrame.of(BOX, 4.0)
    mesh = make_shadow(BOX, -20.0, frame, (46, 38, 32))
    assert np.unique(frame.from_local(mesh.points)[:, 2].round(3)).tolist() == [-20.5]
    alpha = mesh.texture[..., 3].astype(float)
    assert 70 < alpha[128, 128] < 90
    assert alpha[0].max() < 3
    rows, columns = np.mgrid[0:256, 0:256]
    assert (columns * alpha).sum() / alpha.sum() > 128
    assert (rows * alpha).sum() / alpha.sum() < 127
