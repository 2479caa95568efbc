"""A scene: a folder of declarations, read and checked as one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from wijkgenese3d.errors import DeclarationError, UsageError, nearest_name
from wijkgenese3d.genesis.expression_reader import parse
from wijkgenese3d.genesis.fabric import Bedding, Sheets
from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.plan import CompiledStep, Event, Plan, compile_fields
from wijkgenese3d.genesis.vectors import Vectors
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import CellSize, Grid, NapRange, RDExtent
from wijkgenese3d.model.legend import data_folder, read_legend
from wijkgenese3d.model.timeline import Stop, Timeline, Years
from wijkgenese3d.scene.crosschecks import check_scene
from wijkgenese3d.scene.declarations import (
    CameraDeclaration,
    EventDeclaration,
    EventsFile,
    FrameDeclaration,
    SceneFile,
    SheetsDeclaration,
    SourceDeclaration,
    StoryDeclaration,
)
from wijkgenese3d.scene.files import read_declaration, read_step, read_toml
from wijkgenese3d.scene.overview import overview_camera
from wijkgenese3d.scene.vector_files import read_vectors

__all__ = ["Scene", "hash_of_code", "load_scene"]


MOST_CELLS = 50_000_000
"""Of the finest raster of a scene."""
SMALLEST_DZ = 0.01
"""Height of a voxel, m."""


@dataclass(frozen=True)
class Scene:
    """A scene that holds: everything in it has been checked.

    Parameters
    ----------
    folder : Path
    file : SceneFile
        ``scene.toml``.
    events : mapping
        Declarations of the events by id, in replay order.
    stories : mapping
        Story by slice id.
    sources : mapping
        Sources by key.
    plan : Plan
        What the replay needs, at the chosen cell size.
    cell : CellSize
        Map cell and voxel height.
    input_hash : str
        Hash of all files, the legend, the code and the cell size.
    """

    folder: Path
    file: SceneFile = field(repr=False)
    events: Mapping[str, EventDeclaration] = field(repr=False)
    stories: Mapping[str, StoryDeclaration] = field(repr=False)
    sources: Mapping[str, SourceDeclaration] = field(repr=False)
    plan: Plan = field(repr=False)
    cell: CellSize
    input_hash: str

    @property
    def name(self) -> str:
        """Short name, also of its prepared model."""
        return self.file.scene.name

    @property
    def timeline(self) -> Timeline:
        """The stops."""
        return self.plan.timeline

    @property
    def vectors(self) -> Vectors:
        """Named lines, polygons and points."""
        return self.plan.vectors

    @property
    def z_range(self) -> NapRange:
        """Base and top of the voxel array, m NAP."""
        return NapRange(self.file.frame.base, self.file.frame.top)

    @property
    def cameras(self) -> tuple[CameraDeclaration, ...]:
        """Fixed viewpoints; the first is the default. A scene without any has one of the whole block."""
        return tuple(self.file.camera) or (overview_camera(self.file.frame),)

    @cached_property
    def fabrics(self) -> dict[int, Fabric]:
        """Fabric by index of the unit in the legend, as the model wants it."""
        return {self.plan.legend.unit(key).index: value for key, value in self.plan.fabrics.items()}


def load_scene(folder: Path | str, *, cell: float | None = None, dz: float | None = None) -> Scene:
    """Read and check a scene.

    Parameters
    ----------
    folder : path
        Holds ``scene.toml``.
    cell, dz : float, optional
        Map cell and voxel height, m; by default those of the scene.

    Raises
    ------
    DeclarationError
        Anything in it that does not hold: file, place, value given, what is allowed.
    """
    folder = Path(folder)
    if folder.name == "scene.toml":
        folder = folder.parent
    if not folder.is_dir():
        msg = f"{str(folder)!r} is not a folder"
        raise UsageError(msg, hint="a SCENE is a folder that holds scene.toml, such as scenes/hengstdal")
    file = read_declaration(SceneFile, read_toml(folder / "scene.toml", "scene.toml"), "scene.toml")
    sources = _sources(folder, file)
    stories = _stories(folder, file, sources)
    plan, events, size = _plan(folder, file, sources, stories, cell, dz)
    scene = Scene(folder, file, events, stories, sources, plan, size, "")
    check_scene(scene)
    return replace(scene, input_hash=_input_hash(scene))


def _sources(folder: Path, file: SceneFile) -> dict[str, SourceDeclaration]:
    table = read_toml(folder / file.sources, file.sources)
    return {
        key: read_declaration(SourceDeclaration, row, f"{file.sources}: {key}") for key, row in table.items()
    }


def _check_sources(keys: list[str], sources: Mapping[str, Any], where: str) -> None:
    for key in keys:
        if key not in sources:
            msg = f"unknown source {key!r}{nearest_name(key, sources)}"
            raise DeclarationError(msg, where=where, hint="sources are declared in sources.toml")


def _stories(folder: Path, file: SceneFile, sources: Mapping[str, Any]) -> dict[str, StoryDeclaration]:
    table = read_toml(folder / file.story, file.story)
    ids = [s.id for s in file.slice]
    for key in table:
        if key not in ids:
            msg = f"a story for {key!r}, which is not a slice{nearest_name(key, ids)}"
            raise DeclarationError(msg, where=file.story)
    stories = {}
    for slice_id in ids:
        where = f"{file.story}: {slice_id}"
        if slice_id not in table:
            msg = "this slice has no story"
            raise DeclarationError(msg, where=where)
        stories[slice_id] = read_declaration(StoryDeclaration, table[slice_id], where)
        _check_sources(stories[slice_id].sources, sources, where)
    return stories


def _fabric(declaration: Any) -> Fabric:
    values = declaration.model_dump(exclude={"kind"})
    return Sheets(**values) if isinstance(declaration, SheetsDeclaration) else Bedding(**values)


def _lithologies(declaration: Any) -> list[int]:
    """Lithoclasses that a fabric names."""
    if isinstance(declaration, SheetsDeclaration):
        return [declaration.sole_lithology, *(code for _, code in declaration.beds)]
    lenses = [code for inside, _, becomes in declaration.lenses for code in (inside, becomes)]
    return [code for code, _ in declaration.shares] + lenses


def _plan(
    folder: Path,
    file: SceneFile,
    sources: Mapping[str, Any],
    stories: Mapping[str, StoryDeclaration],
    cell: float | None,
    dz: float | None,
) -> tuple[Plan, dict[str, EventDeclaration], CellSize]:
    frame = file.frame
    legend = read_legend()
    try:
        size = CellSize(cell or frame.cell, cell or frame.cell, dz or frame.dz)
        extent = RDExtent(*frame.extent)
        NapRange(frame.base, frame.top)
        _check_size(extent, size, frame)
    except DeclarationError as error:
        raise error.at("scene.toml") from None
    fabrics = {}
    for unit, declaration in file.fabric.items():
        try:
            legend.unit(unit)
            for code in _lithologies(declaration):
                legend.lithology(code)
            fabrics[unit] = _fabric(declaration)
        except DeclarationError as error:
            where = f"scene.toml: fabric.{unit}"
            raise error.at(where) from None
    declared, events = _events(folder, file, sources)
    try:
        plan = Plan(
            name=file.scene.name,
            grid=Grid(extent, size.dx),
            cover_cell=min(frame.cover_cell, size.dx),
            base=frame.base,
            boundary=file.scene.boundary,
            vectors=read_vectors(folder / file.vectors, extent),
            fields=compile_fields(file.fields),
            fabrics=fabrics,
            events=events,
            timeline=_timeline(file, stories),
            legend=legend,
            key=_key(folder, file),
        )
    except DeclarationError as error:
        if not error.where or error.where.startswith("fields."):
            error.at("scene.toml")
        raise
    return plan, declared, size


def _check_size(extent: RDExtent, size: CellSize, frame: FrameDeclaration) -> None:
    """Check that the cells of a scene fit in a computer."""
    count = extent.width * extent.height / min(size.dx, frame.cover_cell) ** 2
    if count > MOST_CELLS:
        box = f"a box of {extent.width:g} x {extent.height:g} m"
        msg = f"{box} has {count:.1e} cells; {MOST_CELLS:.0e} are possible"
        raise DeclarationError(
            msg, hint="choose larger cells (cell, cover_cell or --cell) or a smaller extent"
        )
    if not SMALLEST_DZ <= size.dz <= frame.top - frame.base:
        msg = f"dz = {size.dz:g} m; {SMALLEST_DZ:g} m to the height of the voxels is allowed"
        raise DeclarationError(msg)


def _timeline(file: SceneFile, stories: Mapping[str, StoryDeclaration]) -> Timeline:
    return Timeline(
        tuple(
            Stop(
                s.id,
                s.year,
                stories[s.id].date_label.as_dict(),
                stories[s.id].title.as_dict(),
                stories[s.id].short.as_dict(),
                stories[s.id].certainty,
                s.cell,
            )
            for s in file.slice
        )
    )


def _events(
    folder: Path, file: SceneFile, sources: Mapping[str, Any]
) -> tuple[dict[str, EventDeclaration], tuple[Event, ...]]:
    declared: dict[str, EventDeclaration] = {}
    events: list[Event] = []
    slot = 0
    for name in file.events:
        table = read_toml(folder / name, name)
        if not isinstance(table.get("event", []), list):
            read_declaration(EventsFile, table, name)
        for row in table.get("event", []):
            where = f"{name}: {row.get('id', '?')}" if isinstance(row, dict) else name
            declaration = read_declaration(EventDeclaration, row, where)
            if declaration.id in declared:
                msg = f"event id {declaration.id!r} stands twice"
                raise DeclarationError(msg, where=where)
            _check_sources(declaration.sources, sources, where)
            event, slot = _event(declaration, where, len(events), slot, file)
            declared[declaration.id] = declaration
            events.append(event)
        read_declaration(EventsFile, {"event": table.get("event", []), **table}, name)
    return declared, tuple(events)


def _event(
    declaration: EventDeclaration, where: str, index: int, slot: int, file: SceneFile
) -> tuple[Event, int]:
    date = declaration.date
    steps = []
    for number, table in enumerate(declaration.step):
        place = f"{where}, step {number + 1}"
        step = read_step(table, place)
        expressions = {}
        for key, text in step.texts():
            try:
                expressions[key] = parse(text, FUNCTIONS, file.fields)
            except DeclarationError as error:
                here = f"{place} ({step.kind}), {key}"
                raise error.at(here) from None
        steps.append(CompiledStep(step, slot, index, f"{place} ({step.kind})", expressions))
        slot += 1
    try:
        years = Years(date, date) if isinstance(date, (int, float)) else Years(*date)
    except DeclarationError as error:
        here = f"{where}, date"
        raise error.at(here) from None
    if declaration.until is not None and declaration.until <= years.start:
        msg = f"until {declaration.until:g} does not come after the start of its date ({years.start:g})"
        raise DeclarationError(msg, where=where)
    info = EventInfo(
        id=declaration.id,
        date=years,
        certainty=declaration.certainty,
        certainty_shape=declaration.certainty_shape,
        sources=tuple(declaration.sources),
        text=declaration.title.as_dict(),
        alliance=declaration.alliance,
        until=declaration.until,
        kinds=tuple(step.step.kind for step in steps),
    )
    return Event(info, tuple(steps), tuple(declaration.needs)), slot


# ---------------------------------------------------------------- hashes


def _key(folder: Path, file: SceneFile) -> str:
    """Hash of what every state depends on beside the events: frame, fields, fabrics, vectors, code."""
    digest = hashlib.sha256(file.model_dump_json(include={"frame", "fields", "fabric"}).encode())
    digest.update(file.scene.boundary.encode())
    for path in sorted((folder / file.vectors).glob("*.geojson")):
        digest.update(path.name.encode() + path.read_bytes())
    _add_shipped(digest)
    return digest.hexdigest()


def _input_hash(scene: Scene) -> str:
    digest = hashlib.sha256(repr(scene.cell.dx).encode())
    names = ["scene.toml", scene.file.story, scene.file.sources, *scene.file.events]
    paths = [scene.folder / name for name in names]
    for path in [*paths, *sorted((scene.folder / scene.file.vectors).glob("*.geojson"))]:
        digest.update(path.name.encode() + path.read_bytes())
    _add_shipped(digest)
    return digest.hexdigest()


def _add_shipped(digest: Any) -> None:
    """Add the legend and the code of the floors that decide the numbers."""
    _add_files(digest, [*_code_of("model", "genesis"), *data_folder().glob("*.toml")])


def hash_of_code(*floors: str) -> str:
    """Return a hash of the code of floors: what it makes may differ from what another version made."""
    digest = hashlib.sha256()
    _add_files(digest, _code_of(*floors))
    return digest.hexdigest()


def _code_of(*floors: str) -> list[Path]:
    package = Path(__file__).resolve().parent.parent
    return [path for floor in floors for path in (package / floor).rglob("*.py")]


def _add_files(digest: Any, paths: Iterable[Path]) -> None:
    for path in sorted(paths):
        digest.update(path.name.encode() + path.read_bytes())
