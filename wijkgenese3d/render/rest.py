"""Have software OpenGL give back what it holds of images that nobody looks at any more."""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow

from wijkgenese3d.geometry.mesh import ColouredMesh, TexturedMesh
from wijkgenese3d.render.visual import ColouredVisual, TexturedVisual

__all__ = ["give_back"]

_SMALL, _SIDE = 16, 256
"""Of the images that are drawn for it, pixels."""
_SHEETS = 100
"""Sheets over each other in it: some 20 ms of work for the threads that fill pixels."""
_TEXTURES, _WIDE = 6, 4096
"""Textures in it, and their width, pixels: as many smaller ones are made of each as this can be halved.

Together more than the 64 scenes that there are at most.
"""


def give_back(window: vtkRenderWindow) -> None:
    """Give back all that the images of a window needed, until the next one; takes some 30 ms.

    That is what OpenGL has of meshes and textures, 30 bytes a pixel, and lists of triangles. Mesa's llvmpipe
    collects what is to be filled in one of several scenes, and a scene holds on to what it needed until it is
    taken for something else (``lp_setup_get_empty_scene`` in its ``lp_setup.c``). The first one that is free
    is taken: those that served while others were busy would keep theirs for good, 50 to 70 MB. So one that
    takes long is drawn, and while it is busy the levels of a texture, each of which takes another.

    Parameters
    ----------
    window : vtkRenderWindow
        Its renderers stay, and draw again what they drew when they are told to.
    """
    for renderer in window.GetRenderers():
        for actor in renderer.GetActors():
            actor.ReleaseGraphicsResources(window)
        renderer.SetDraw(False)
    renderer = vtkRenderer()
    window.AddRenderer(renderer)
    sheets, levels = ColouredVisual(renderer), [TexturedVisual(renderer) for _ in range(_TEXTURES)]
    sheets.show(_sheets())
    texture = _with_levels()
    for one in levels:
        one.show(texture)
    renderer.GetActiveCamera().SetParallelProjection(True)
    renderer.ResetCamera()
    renderer.GetActiveCamera().SetParallelScale(1.0)
    # First small: large buffers go, and what has to be compiled the first time is.
    for side in (_SMALL, _SIDE):
        window.SetSize(side, side)
        window.Render()
        window.GetPixelData(0, 0, 0, 0, 0, vtkUnsignedCharArray(), 0)
        for one in levels:
            one.actor.ReleaseGraphicsResources(window)
    sheets.actor.ReleaseGraphicsResources(window)
    window.RemoveRenderer(renderer)


def _sheets() -> ColouredMesh:
    """Return squares over each other, each nearer than the one before."""
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float32)
    heights = np.repeat(np.arange(_SHEETS, dtype=np.float32) / _SHEETS, 4)
    points = np.column_stack((np.tile(square, (_SHEETS, 1)), heights))
    halves = np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32)
    triangles = (halves + 4 * np.arange(_SHEETS, dtype=np.int32)[:, None, None]).reshape(-1, 3)
    return ColouredMesh(points, triangles, np.zeros((len(triangles), 3), dtype=np.uint8))


def _with_levels() -> TexturedMesh:
    """Return a triangle in front of the squares, with a texture of many levels and few bytes."""
    corners = np.array([[-1, -1, 1.1], [1, -1, 1.1], [1, 1, 1.1]], dtype=np.float32)
    image = np.zeros((1, _WIDE, 3), dtype=np.uint8)
    return TexturedMesh(corners, np.array([[0, 1, 2]], dtype=np.int32), (corners[:, :2] + 1) / 2, image)
