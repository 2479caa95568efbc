"""From a scene to what its block is drawn with: the same for the app, for stills and for files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from wijkgenese3d.errors import UsageError, nearest_name
from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.colours import COLOUR_SETS, CONTRAST, BlockColours
from wijkgenese3d.geometry.doubt import Doubt
from wijkgenese3d.geometry.surroundings import Surroundings
from wijkgenese3d.geometry.trees import Ribbon
from wijkgenese3d.model.events import ALLIANCES, CERTAINTIES
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.view_state import ViewState

__all__ = ["block_setting", "scene_doubt", "view_setting"]


def block_setting(
    scene: Scene,
    today_ground: np.ndarray,
    *,
    colour_set: str = CONTRAST,
    exaggeration: float | None = None,
    hidden_units: Collection[str] = (),
    as_blocks: bool = False,
) -> BlockSetting:
    """Return what is the same in every picture of a scene.

    Parameters
    ----------
    scene : Scene
    today_ground : (ny, nx)
        Today's ground surface, m NAP.
    colour_set : str
        ``contrast`` or ``official`` (TNO).
    exaggeration : float, optional
        How many times larger heights are drawn; by default what the scene says.
    hidden_units : collection of str
        Keys of units in the legend that are taken off.
    as_blocks : bool
        Draw the ground in blocks.

    Raises
    ------
    UsageError
        Unknown colours, or an exaggeration that is no positive number.
    DeclarationError
        Unknown unit.
    """
    if colour_set not in COLOUR_SETS:
        msg = f"unknown colours {colour_set!r}{nearest_name(colour_set, COLOUR_SETS)}"
        raise UsageError(msg, hint=f"choose from {', '.join(COLOUR_SETS)}")
    declared, legend = scene.file.scene, scene.plan.legend
    quiet, ribbon = declared.surroundings, declared.ribbon
    roofs = {kind: roof for roof, kinds in declared.roofs.items() for kind in kinds}
    return BlockSetting(
        grid=scene.plan.grid,
        today_ground=today_ground,
        fabrics=scene.fabrics,
        colours=BlockColours.of(legend, colour_set),
        base=scene.file.frame.base,
        exaggeration=scene.file.frame.exaggeration if exaggeration is None else exaggeration,
        boundary=scene.vectors.polygon(declared.boundary).xy,
        roofs=roofs,
        covers=legend.covers,
        certainty=np.array([CERTAINTIES.index(e.info.certainty_shape) for e in scene.plan.events], np.uint8),
        groundwater=scene.file.groundwater.level if scene.file.groundwater else None,
        hidden_units=frozenset(legend.unit(key).index for key in hidden_units),
        as_blocks=as_blocks,
        doubt=scene_doubt(scene),
        surroundings=None if quiet is None else Surroundings(quiet.from_year, quiet.share),
        timeline=scene.timeline,
        ribbon=None if ribbon is None else Ribbon(scene.vectors.line(ribbon.line).xy, ribbon.reach),
    )


def view_setting(scene: Scene, today_ground: np.ndarray, view: ViewState) -> BlockSetting:
    """Return what the pictures of a view are drawn with; parameters and errors as :func:`block_setting`."""
    setting = block_setting(
        scene,
        today_ground,
        colour_set=view.colour_set,
        exaggeration=view.exaggeration,
        hidden_units=view.hidden_units,
        as_blocks=view.blocks,
    )
    return replace(setting, doubt=scene_doubt(scene, view.certainty))


def scene_doubt(scene: Scene, certainty: str = CERTAINTIES[-1]) -> Doubt:
    """Return how sure the events and periods of a scene are; what is less so than asked for is drawn pale."""
    events = [event.info for event in scene.plan.events]
    return Doubt(
        events=np.array([CERTAINTIES.index(info.certainty) for info in events], np.uint8),
        made=np.array([info.alliance != ALLIANCES[0] for info in events], bool),
        periods=tuple((stop.year, CERTAINTIES.index(stop.certainty)) for stop in scene.timeline),
        least=CERTAINTIES.index(certainty),
    )
