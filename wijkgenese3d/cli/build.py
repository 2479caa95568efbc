"""``wijkgenese3d build``."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import Json, SceneFolder
from wijkgenese3d.cli.failures import say_warning
from wijkgenese3d.cli.terminal import Progress, answer, answer_json
from wijkgenese3d.errors import UsageError

if TYPE_CHECKING:
    from wijkgenese3d.scene.load import Scene
    from wijkgenese3d.scene.prepare import Build

__all__ = ["build"]

Window = tuple[float, float, float, float]


def build(
    scene: SceneFolder,
    cell: Annotated[
        float | None, typer.Option(metavar="M", help="Side of a map cell, m; by default the scene's.")
    ] = None,
    dz: Annotated[
        float | None, typer.Option(metavar="M", help="Height of a voxel, m; by default the scene's.")
    ] = None,
    window: Annotated[
        Window | None,
        typer.Option(metavar="XMIN YMIN XMAX YMAX", help="Only this part of the box, RD metres."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder to put the model in; by default below data/subsurface."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replay from the start.")] = False,
    as_json: Json = False,
) -> None:
    """Replay the events of a scene and write the prepared model.

    Does nothing when nothing has changed since the last build.
    """
    from wijkgenese3d.exports.atomic import check_folder
    from wijkgenese3d.model import RDExtent, open_prepared, prepared_path
    from wijkgenese3d.report.scene_checks import check_effects
    from wijkgenese3d.scene.load import load_scene
    from wijkgenese3d.scene.prepare import prepare

    for name, size in (("--cell", cell), ("--dz", dz)):
        if size is not None and not (math.isfinite(size) and size > 0):
            msg = f"{name} is {size:g}; a size above 0 m is needed"
            raise UsageError(msg, hint="choose one that divides the box, such as 2.5, 5 or 10")
    part = None if window is None else RDExtent(*window)
    loaded = load_scene(scene, cell=cell, dz=dz)
    if part is not None:
        # The cells that are built, which is what the model is named after.
        part = loaded.plan.grid.part(*loaded.plan.grid.window(part)).extent
    path = prepared_path(loaded.folder, loaded.name, loaded.cell.dx, part)
    if out is not None:
        check_folder(out, "--out")
        path = out / path.name
    with Progress(f"building {loaded.name}") as progress:
        whole = None if part is None else prepared_path(loaded.folder, loaded.name, loaded.cell.dx)
        done = prepare(loaded, path, window=part, whole=whole, force=force, progress=progress)
    reader = open_prepared(path)
    for finding in check_effects(reader.meta["effects"]):
        say_warning(f"{finding.where}: {finding.message}", finding.hint)
    n_bytes = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    shape = {"slice": len(reader.slice_ids), "z": _rows(loaded), "y": reader.grid.ny, "x": reader.grid.nx}
    if as_json:
        answer_json(
            {
                "path": str(path.resolve()),
                "shape": shape,
                "cell": [loaded.cell.dx, loaded.cell.dy, loaded.cell.dz],
                "extent": reader.grid.extent.as_list(),
                "seconds": round(done.seconds, 3),
                "bytes": n_bytes,
            }
        )
    else:
        answer(_text(loaded, done, shape, n_bytes))


def _rows(scene: Scene) -> int:
    """Return the number of voxels from the base to the top of the scene."""
    return math.ceil((scene.z_range.top - scene.z_range.base) / scene.cell.dz - 1e-9)


def _text(scene: Scene, done: Build, size: dict[str, int], n_bytes: int) -> str:
    cell = scene.cell
    if not done.made:
        how = "nothing to do: nothing has changed since the last build"
    elif done.restarted_at is None:
        how = f"{done.seconds:.1f} s"
    else:
        how = f"{done.seconds:.1f} s, on from {done.restarted_at}"
    cells = f"{size['z']} x {size['y']} x {size['x']} cells of {cell.dz:g} x {cell.dy:g} x {cell.dx:g} m"
    return "\n".join(
        (
            f"path:  {done.path}",
            f"cells: {size['slice']} slices of {cells} (z, y, x)",
            f"time:  {how}",
            f"bytes: {n_bytes}",
        )
    )
