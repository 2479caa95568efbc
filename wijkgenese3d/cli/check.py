"""``wijkgenese3d check``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wijkgenese3d.cli.arguments import Json
from wijkgenese3d.cli.failures import say_error, say_warning
from wijkgenese3d.cli.terminal import Progress, answer, answer_json
from wijkgenese3d.errors import DeclarationError, WijkgeneseError

if TYPE_CHECKING:
    from wijkgenese3d.model.features import FeatureTable
    from wijkgenese3d.model.timeslice import TimeSlice
    from wijkgenese3d.report.scene_checks import Finding
    from wijkgenese3d.scene.load import Scene

__all__ = ["check"]


def check(
    scenes: Annotated[list[Path], typer.Argument(metavar="SCENE...", help="Folders that hold scene.toml.")],
    as_json: Json = False,
) -> None:
    """Validate the declarations of scenes and their models.

    Looks at the invariants of the ground, at dates, sources and places, and at texts: both languages,
    and no longer than reads easily. Reads the prepared model where it is up to date, and replays the
    scene otherwise; writes nothing. Warnings do not fail.
    """
    answers, code = [], 0
    for folder in scenes:
        name, found, failed = _check(folder)
        code = max(code, failed)
        errors = sum(finding.level == "error" for finding in found)
        answers.append(
            {
                "scene": str(folder),
                "name": name,
                "errors": errors,
                "warnings": len(found) - errors,
                "findings": [finding.as_json() for finding in found],
            }
        )
        if not as_json:
            _say(answers[-1], found)
    if as_json:
        answer_json({"scenes": answers})
    if code:
        raise typer.Exit(code)


def _check(folder: Path) -> tuple[str | None, list[Finding], int]:
    """Name of a scene, what was found, and the exit code of the worst."""
    from wijkgenese3d.report.scene_checks import Finding
    from wijkgenese3d.scene.load import load_scene

    name: str | None = None
    found: list[Finding] = []
    try:
        scene = load_scene(folder)
        name = scene.name
        found.extend(_findings(scene))
    except WijkgeneseError as error:
        if error.exit_code == WijkgeneseError.exit_code:
            raise
        found.append(Finding.of(error))
        return name, found, error.exit_code
    failed = any(finding.level == "error" for finding in found)
    return name, found, DeclarationError.exit_code if failed else 0


def _findings(scene: Scene) -> Iterator[Finding]:
    from wijkgenese3d.report.scene_checks import (
        check_declarations,
        check_effects,
        check_features,
        check_slice,
    )

    yield from check_declarations(scene)
    slices, features, effects = _model(scene)
    yield from check_features(scene, features)
    yield from check_effects(effects)
    for part in slices:
        yield from check_slice(scene, part)


def _model(scene: Scene) -> tuple[tuple[TimeSlice, ...], FeatureTable, list[dict[str, Any]]]:
    """All slices and features: read, or replayed where the model is absent or out of date."""
    from wijkgenese3d.model import open_prepared, prepared_path
    from wijkgenese3d.scene.prepare import make_prepared

    path = prepared_path(scene.folder, scene.name, scene.cell.dx)
    reader = open_prepared(path) if path.exists() else None
    if reader is not None and reader.input_hash == scene.input_hash:
        return reader.slices(), reader.features, reader.meta["effects"]
    with Progress(f"replaying {scene.name}") as progress:
        model, _ = make_prepared(scene, old=reader, progress=progress)
    return model.slices, model.features, model.meta["effects"]


def _say(result: dict[str, Any], found: list[Finding]) -> None:
    for finding in found:
        if finding.level == "error":
            say_error(DeclarationError(finding.message, where=finding.where, hint=finding.hint))
        else:
            say_warning(f"{finding.where}: {finding.message}", finding.hint)
    counts = [
        f"{result[f'{kind}s']} {kind}{'' if result[f'{kind}s'] == 1 else 's'}"
        for kind in ("error", "warning")
    ]
    answer(f"{result['scene']}: {', '.join(counts)}")
