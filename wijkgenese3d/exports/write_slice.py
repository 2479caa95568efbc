"""From one moment of a scene to a file: what each format needs is made here, and written as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wijkgenese3d.exports.atomic import write_file, write_files, written_aside
from wijkgenese3d.exports.folders import folder_aside, replace_folder
from wijkgenese3d.exports.formats import FileFormat, What
from wijkgenese3d.exports.provenance import Provenance
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.layers import LAYERS
from wijkgenese3d.scene.load import Scene

if TYPE_CHECKING:
    import xarray as xr

    from wijkgenese3d.exports.block_parts import Mesh
    from wijkgenese3d.geometry.block import BlockSetting

__all__ = ["SliceFile"]


@dataclass(frozen=True)
class SliceFile:
    """A file to be written of one moment.

    Parameters
    ----------
    scene : Scene
    part : TimeSlice
    today_ground : (ny, nx)
        Today's ground surface, m NAP.
    events : sequence of EventInfo
        Of the scene, in its order.
    about : Provenance
    exaggeration : float
        How many times larger heights are, where the format has heights that are drawn.
    scale : float, optional
        ``N`` of 1:N of a print; by default one that fits a common printer.
    """

    scene: Scene = field(repr=False)
    part: TimeSlice = field(repr=False)
    today_ground: np.ndarray = field(repr=False)
    events: Sequence[EventInfo] = field(repr=False)
    about: Provenance
    exaggeration: float = 1.0
    scale: float | None = None

    def write(self, path: Path, file: FileFormat, what: What) -> tuple[str, ...]:
        """Write the file; return what more there is to say of it, in lines.

        Raises
        ------
        DataError
            The disk is full, or the place cannot be written to. Nothing is left half-written.
        UsageError
            More voxels than fit, or a print that would be too small or too large.
        """
        return _WRITERS[file.extension](self, path, what)

    @property
    def legend(self) -> Legend:
        """Names of codes."""
        return self.scene.plan.legend

    @cached_property
    def setting(self) -> BlockSetting:
        """What the block is drawn with."""
        from wijkgenese3d.scene.drawing import block_setting

        return block_setting(self.scene, self.today_ground, exaggeration=self.exaggeration)

    def parts(self) -> Mapping[str, Mesh]:
        """Return the meshes of the block, painted with the layers that the app opens with."""
        from wijkgenese3d.exports.block_parts import block_parts
        from wijkgenese3d.geometry.block import make_block_picture

        hidden = frozenset(layer.key for layer in LAYERS if not layer.on)
        return block_parts(make_block_picture(self.part, self.setting), self.setting, hidden)

    def dataset(self, what: What) -> xr.Dataset:
        """Return the maps of the moment on its map cells, and its voxels where they are asked for."""
        from wijkgenese3d.exports.slice_dataset import maps_dataset, slice_dataset

        if what is What.ground:
            return maps_dataset(self.part, self.legend, self.about)
        return slice_dataset(
            self.part, self.scene.cell, self.scene.fabrics, (self.legend, self.events), self.about
        )


def _netcdf(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.netcdf import netcdf
    from wijkgenese3d.exports.slice_dataset import cover_dataset

    write_file(path, netcdf(job.dataset(what), cover_dataset(job.part, job.legend)))
    return ()


def _zarr(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.netcdf import write_zarr
    from wijkgenese3d.exports.slice_dataset import cover_dataset

    write_zarr(job.dataset(what), cover_dataset(job.part, job.legend), path)
    return ()


def _vti(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.vtk_block import write_voxels

    voxels = job.dataset(what)
    with written_aside(path) as aside:
        write_voxels(aside, voxels, (job.legend, job.events), job.about)
    return ()


def _vtm(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.vtk_block import block_pieces, write_block

    pieces = block_pieces(job.parts(), job.part.stack, job.setting, job.scene.cell.dz)
    with folder_aside(path) as aside:
        write_block(aside / path.name, pieces, (job.legend, job.events), job.about, job.exaggeration)
        replace_folder(aside / path.stem, path.with_suffix(""))
        (aside / path.name).replace(path)
    return (str(path.with_suffix("")), f"heights x {job.exaggeration:g}")


def _glb(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.gltf import block_glb

    write_file(path, block_glb(job.parts(), job.setting.frame, job.about))
    return (f"heights x {job.exaggeration:g}",)


def _print(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.printing import printed_body

    base = job.scene.file.frame.base
    body = printed_body(job.part, base, what, job.scale, job.exaggeration, job.about)
    content = body.stl() if path.suffix.lower() == ".stl" else body.three_mf()
    return (_write_with_words(job, path, content), body.said)


def _geopackage(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.geopackage import write_geopackage
    from wijkgenese3d.geometry.trees import plant_trees

    part, setting = job.part, job.setting
    trees = plant_trees(part.cover_grid, part.land_cover, setting.tree_density(part))
    names = (job.legend, job.events)
    with folder_aside(path) as aside:
        made = aside / path.name
        write_geopackage(made, part, trees, setting.boundary, names, job.about)
        made.replace(path)
    return ()


def _tiff(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.maps import map_tiff

    write_file(path, map_tiff(job.part, what, job.legend, job.scene.fabrics, job.about))
    return ()


def _csv(job: SliceFile, path: Path, what: What) -> tuple[str, ...]:
    from wijkgenese3d.exports.point_tables import features_csv, ground_csv, runs_csv

    if what is What.features:
        text = features_csv(job.part, job.events)
    elif what is What.ground:
        text = ground_csv(job.part)
    else:
        text = runs_csv(job.part, job.legend, job.events, job.scene.fabrics, job.scene.cell.dz)
    return (_write_with_words(job, path, text),)


def _write_with_words(job: SliceFile, path: Path, content: bytes | str) -> str:
    """Write a file that cannot say what it is, with a text of the same name that does; return that name."""
    words = path.with_name(f"{path.name}.txt")
    write_files({path: content, words: job.about.as_page()})
    return str(words)


_WRITERS: Mapping[str, Callable[[SliceFile, Path, What], tuple[str, ...]]] = {
    ".nc": _netcdf,
    ".zarr": _zarr,
    ".vti": _vti,
    ".vtm": _vtm,
    ".glb": _glb,
    ".stl": _print,
    ".3mf": _print,
    ".gpkg": _geopackage,
    ".tif": _tiff,
    ".csv": _csv,
}
