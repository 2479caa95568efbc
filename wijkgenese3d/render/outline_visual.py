"""The boundary of the quarter: white dashes over a dark casing."""

from __future__ import annotations

from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer

from wijkgenese3d.geometry.colours import RGB
from wijkgenese3d.geometry.mesh import DashedLine
from wijkgenese3d.render.vtk_arrays import dashed_polydata

__all__ = ["OutlineVisual"]

_WIDTHS = (5.0, 2.5)
"""Of the casing and of the line, pixels."""


class OutlineVisual:
    """Two actors on the same strokes: a dark one below, a white one above it.

    Parameters
    ----------
    line, casing : RGB
        Colours.
    """

    def __init__(self, renderer: vtkRenderer, line: RGB, casing: RGB) -> None:
        self._actors: list[vtkActor] = []
        self._has_line = False
        for colour, towards in ((casing, -2.0), (line, -4.0)):
            mapper = vtkPolyDataMapper()
            mapper.SetResolveCoincidentTopologyToPolygonOffset()
            mapper.SetRelativeCoincidentTopologyLineOffsetParameters(0.0, towards)
            actor = vtkActor()
            actor.SetMapper(mapper)
            shown = actor.GetProperty()
            shown.LightingOff()
            shown.SetColor(*(c / 255 for c in colour))
            actor.SetVisibility(False)
            renderer.AddActor(actor)
            self._actors.append(actor)
        self.set_scale(1.0)

    def set_scale(self, scale: float) -> None:
        """Draw the lines so many times as wide: in an image that is shown smaller than it is."""
        for actor, width in zip(self._actors, _WIDTHS, strict=True):
            actor.GetProperty().SetLineWidth(width * scale)

    def show(self, line: DashedLine | None) -> None:
        """Draw these strokes from now on; None hides them."""
        self._has_line = line is not None
        for actor in self._actors:
            actor.SetVisibility(line is not None)
            if line is not None:
                actor.GetMapper().SetInputDataObject(dashed_polydata(line))

    def raise_by(self, height: float) -> None:
        """Draw the line so much higher from now on, m of the drawing."""
        for actor in self._actors:
            actor.SetPosition(0.0, 0.0, height)

    def set_visible(self, visible: bool) -> None:
        """Show the line or leave it out, as long as there is one."""
        for actor in self._actors:
            actor.SetVisibility(visible and self._has_line)
