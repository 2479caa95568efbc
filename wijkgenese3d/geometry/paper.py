"""The paper behind the block: a radial wash of light, and the soft shadow that the block lays on it."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.geometry.colours import RGB
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import TexturedMesh
from wijkgenese3d.model.frame import RDExtent

__all__ = ["make_paper", "make_shadow"]

_SIZE = 256
_SHADOW = 0.33
"""How dark the shadow is right beside the block."""
_SOFT = 0.055
"""Width of its edge, of the diagonal of the block."""
_TOWARDS = (0.030, -0.026)
"""How far it is moved, of the diagonal; away from the light."""


def make_paper(light: RGB, dark: RGB) -> np.ndarray:
    """Return the paper, (n, n, 3) uint8: light in the middle, darker towards the corners; row 0 below.

    Of one colour it is flat: then it meets the page around it without a seam.
    """
    if light == dark:
        return np.full((_SIZE, _SIZE, 3), light, dtype=np.uint8)
    y, x = np.mgrid[0:_SIZE, 0:_SIZE] / (_SIZE - 1) - 0.5
    away = np.clip(np.hypot(x, y + 0.08) / 0.72, 0, 1)[..., None] ** 1.4
    colour = np.array(light) * (1 - away) + np.array(dark) * away
    # A grain of one and a half steps, so that the wash has no bands.
    grain = np.random.default_rng(5).uniform(-1.5, 1.5, (_SIZE, _SIZE, 1))
    return np.asarray(np.clip(np.rint(colour + grain), 0, 255).astype(np.uint8))


def make_shadow(extent: RDExtent, base: float, frame: LocalFrame, ink: RGB) -> TexturedMesh:
    """Return the shadow: a level square just under the block whose texture has an alpha channel; read-only.

    Parameters
    ----------
    base : float
        Underside of the block, m NAP.
    """
    diagonal = float(np.hypot(extent.width, extent.height))
    room = 0.25 * diagonal
    x = np.linspace(extent.xmin - room, extent.xmax + room, _SIZE)
    y = np.linspace(extent.ymin - room, extent.ymax + room, _SIZE)
    dx, dy = (d * diagonal for d in _TOWARDS)
    out_x = np.maximum(np.maximum(extent.xmin + dx - x, x - extent.xmax - dx), 0)
    out_y = np.maximum(np.maximum(extent.ymin + dy - y, y - extent.ymax - dy), 0)
    away = np.hypot(out_x[None, :], out_y[:, None]) / (_SOFT * diagonal)
    alpha = _SHADOW * np.exp(-(away**1.6))
    texture = np.empty((_SIZE, _SIZE, 4), dtype=np.uint8)
    texture[..., :3] = ink
    texture[..., 3] = np.rint(255 * alpha)
    corners = [(x[0], y[0]), (x[-1], y[0]), (x[-1], y[-1]), (x[0], y[-1])]
    at = np.array(corners)
    points = frame.to_local(at[:, 0], at[:, 1], base - 0.5)
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    mesh = TexturedMesh(points, np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32), uv, texture)
    # The same in every slice.
    for array in (mesh.points, mesh.triangles, mesh.uv, texture):
        array.flags.writeable = False
    return mesh
