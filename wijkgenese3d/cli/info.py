"""``wijkgenese3d info``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wijkgenese3d.cli.arguments import Json
from wijkgenese3d.cli.terminal import answer, answer_json
from wijkgenese3d.errors import DataError, UsageError

if TYPE_CHECKING:
    from wijkgenese3d.model.legend import Legend
    from wijkgenese3d.scene.load import Scene

__all__ = ["info"]


def info(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A scene, or a prepared model.")],
    as_json: Json = False,
) -> None:
    """Say what a scene or a prepared model holds.

    Extent, cells, slices, units with their names, viewpoints, CRS and licence.
    """
    if not path.exists():
        msg = f"{str(path)!r} does not exist"
        raise UsageError(msg, hint="give a folder with scene.toml, or a prepared model")
    if path.name == "scene.toml" or (path / "scene.toml").is_file():
        found = _scene_info(path)
    elif (path / "zarr.json").is_file():
        found = _model_info(path)
    else:
        msg = f"{str(path)!r} is not something that can be read yet"
        raise DataError(
            msg, hint="a scene (a folder with scene.toml) and a prepared model (….zarr) can be read"
        )
    if as_json:
        answer_json(found)
    else:
        answer(_text(found))


def _scene_info(path: Path) -> dict[str, Any]:
    from wijkgenese3d.model.frame import CRS_COMPOUND
    from wijkgenese3d.scene.load import load_scene

    scene = load_scene(path)
    return {
        "kind": "scene",
        "name": scene.name,
        "title": scene.file.scene.title.as_dict(),
        "extent": scene.plan.grid.extent.as_list(),
        "cell": [scene.cell.dx, scene.cell.dy, scene.cell.dz],
        "crs": CRS_COMPOUND,
        "slices": [
            {"id": s.id, "year": _plain(s.year), "label": dict(s.label), "certainty": s.certainty}
            for s in scene.timeline
        ],
        "layers": _units(_units_of(scene), scene.plan.legend),
        "views": [{"key": camera.key, "name": camera.name.as_dict()} for camera in scene.cameras],
        "licence": scene.file.scene.licence,
    }


def _units_of(scene: Scene) -> set[str]:
    """Units that a step of the scene can put down."""
    steps = (step.step for event in scene.plan.events for step in event.steps)
    return {unit for step in steps if (unit := getattr(step, "unit", None))}


def _units(keys: set[str], legend: Legend) -> list[dict[str, Any]]:
    """Units, oldest first, with their names."""
    return [{"unit": u.key, "tno": u.tno, "name": dict(u.name)} for u in legend.units if u.key in keys]


def _model_info(path: Path) -> dict[str, Any]:
    from wijkgenese3d.model import open_prepared, read_legend
    from wijkgenese3d.model.frame import CRS_COMPOUND

    reader, legend = open_prepared(path), read_legend()
    labels = {stop.id: stop for stop in reader.timeline}
    keys = {legend.units[layer.unit].key for layer in reader.layers if layer.unit < len(legend.units)}
    return {
        "kind": "model",
        "name": reader.name,
        "extent": reader.grid.extent.as_list(),
        "cell": [reader.grid.cell, reader.grid.cell],
        "cover_cell": reader.cover_grid.cell,
        "base": reader.base,
        "crs": CRS_COMPOUND,
        "shape": {"slice": len(reader.slice_ids), "y": reader.grid.ny, "x": reader.grid.nx},
        "slices": [
            {
                "id": slice_id,
                "year": _plain(labels[slice_id].year),
                "label": dict(labels[slice_id].label),
                "certainty": labels[slice_id].certainty,
            }
            for slice_id in reader.slice_ids
        ],
        "layers": _units(keys, legend),
        "events": len(reader.events),
        "features": len(reader.features),
        "bytes": sum(f.stat().st_size for f in path.rglob("*") if f.is_file()),
    }


def _plain(year: float) -> float:
    return int(year) if float(year).is_integer() else year


def _text(found: dict[str, Any]) -> str:
    """Return what was found as lines ``key: value``; lists as lines of their own."""
    lines = [f"{found['kind']} {found['name']}"]
    for key in (
        "title",
        "extent",
        "cell",
        "cover_cell",
        "base",
        "crs",
        "licence",
        "events",
        "features",
        "bytes",
    ):
        if key in found:
            value = found[key]
            said = " / ".join(value.values()) if isinstance(value, dict) else value
            said = " ".join(f"{v:g}" for v in said) if isinstance(said, list) else said
            lines.append(f"{key}: {said}")
    lines.append("slices:")
    lines += [
        f"  {s['id']:<6} {s['year']:>10g}  {s['certainty']:<15} {s['label']['nl']}" for s in found["slices"]
    ]
    lines.append("layers:")
    lines += [
        f"  {u['unit']:<6} {u['tno']:<6} {u['name']['nl']} / {u['name']['en']}" for u in found["layers"]
    ]
    if found.get("views"):
        lines.append("views:")
        lines += [
            f"  {view['key']:<10} {view['name']['nl']} / {view['name']['en']}" for view in found["views"]
        ]
    return "\n".join(lines)
