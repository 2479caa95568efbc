"""Drawing: a step of the slider against a bare render of the same scene, the whole block against the threshold
mesh, painting a slice, ink; from a click to the core."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tests.bench import baselines
from tests.bench.blocks import Block
from tests.bench.timing import Row, at_most, compared, interleaved
from wijkgenese3d.geometry.block import BlockPicture, BlockSetting, make_block_picture
from wijkgenese3d.geometry.canvas import Canvas
from wijkgenese3d.geometry.mesh import ColouredMesh, TexturedMesh, pixels_of
from wijkgenese3d.geometry.pick import pick_ground
from wijkgenese3d.geometry.turntable import CameraView, pixel_ray
from wijkgenese3d.geometry.viewpoint import camera_at
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.core_log import CoreBook
from wijkgenese3d.scene.drawing import block_setting
from wijkgenese3d.scene.load import Scene

__all__ = ["drawing"]

SIZE = (1280, 720)


@dataclass
class _Subject:
    scene: Scene
    slices: dict[str, TimeSlice]
    setting: BlockSetting
    pictures: dict[str, BlockPicture]
    view: CameraView


def drawing(block: Block, scene: Scene, slices: dict[str, TimeSlice]) -> Iterator[Row]:
    """All rows; nothing without off-screen OpenGL."""
    from wijkgenese3d.errors import MissingPartError
    from wijkgenese3d.render.opengl import use_opengl

    try:
        use_opengl()
    except MissingPartError:
        return
    setting = block_setting(scene, list(slices.values())[-2].ground)
    pictures = {key: make_block_picture(part, setting) for key, part in slices.items()}
    camera = camera_at(scene.cameras[0], setting.grid.extent, setting.frame, (setting.base, 110.0))
    subject = _Subject(scene, slices, setting, pictures, camera.view(setting.frame, SIZE[0] / SIZE[1]))
    yield from _frames(block, subject)
    yield from _against_threshold(block, subject)
    yield from _painting(block, subject)
    yield from _picking(block, subject)


def _frames(block: Block, subject: _Subject) -> Iterator[Row]:
    """A step of the slider on the stage, against rendering the same meshes again in plain PyVista."""
    from wijkgenese3d.render.stage import Stage

    wooded = max(subject.pictures, key=lambda k: len(_trees(subject.pictures[k])))
    for key in (list(subject.pictures)[-2], wooded):
        stage = Stage(subject.setting.colours, SIZE)
        plain = _plain_plotter(subject, key)
        stage.set_camera(subject.view)

        def step(stage: Stage = stage, key: str = key) -> None:
            # Nothing is kept of the picture before: to show it anew costs what any other costs.
            stage.show(subject.pictures[key])
            stage.image()

        jobs = {
            "bare": lambda plain=plain: (plain.render(), plain.screenshot(None, return_img=True)),
            "step": step,
            "frame": stage.image,
            "sharp": lambda stage=stage: stage.image(sharp=True),
        }
        stage.show(subject.pictures[key])
        times = interleaved(jobs, 7)
        trees = len(_trees(subject.pictures[key]))
        what = f"{key} ({trees} faces of trees): a step of the slider, of a bare PyVista render"
        yield _part(block, what, times, "step", 300.0)
        yield compared(
            ("draw", block.name, f"{key}: a frame, against a bare PyVista render"),
            times,
            "bare",
            "frame",
            None,
        )
        yield Row(
            "draw", block.name, f"{key}: a sharp frame with ink", times["sharp"], "ms", ours_ms=times["sharp"]
        )
        stage.close()
        plain.close()


def _part(block: Block, what: str, times: object, name: str, goal: float) -> Row:
    own = times[name]  # type: ignore[index]
    row = Row("draw", block.name, what, own / times["bare"], "x", baseline_ms=times["bare"], ours_ms=own)  # type: ignore[index]
    return Row(**{**row.__dict__, "goal": f"<= {goal:g} ms", "ok": bool(own <= goal)})


def _trees(picture: BlockPicture) -> np.ndarray:
    return picture.trees.triangles if picture.trees is not None else np.empty((0, 3))


def _plain_plotter(subject: _Subject, key: str):  # type: ignore[no-untyped-def]
    """The same meshes in a plotter as PyVista makes it, without multi-sampling."""
    import pyvista as pv

    plotter = pv.Plotter(off_screen=True, window_size=list(SIZE))
    plotter.render_window.SetMultiSamples(0)
    picture = subject.pictures[key]
    assert picture.drape is not None
    terrain = replace(picture.terrain, texture=picture.drape.texture())
    for mesh in (terrain, *picture.walls):
        data = _poly(mesh)
        data.active_texture_coordinates = mesh.uv
        plotter.add_mesh(data, texture=pv.Texture(np.ascontiguousarray(pixels_of(mesh.texture)[::-1])))
    for coloured in (picture.buildings, picture.trees, picture.ice, picture.water):
        if coloured is not None and len(coloured.triangles):
            data = _poly(coloured)
            data.cell_data["colour"] = coloured.colours
            plotter.add_mesh(data, scalars="colour", rgb=True)
    plotter.camera.parallel_projection = True
    plotter.camera.position = tuple(subject.view.position)
    plotter.camera.focal_point = tuple(subject.view.focal)
    plotter.camera.up = tuple(subject.view.up)
    plotter.camera.parallel_scale = subject.view.height / 2
    plotter.show(auto_close=False)
    return plotter


def _poly(mesh: TexturedMesh | ColouredMesh):  # type: ignore[no-untyped-def]
    import pyvista as pv

    faces = np.insert(mesh.triangles, 0, 3, axis=1)
    return pv.PolyData(mesh.points, faces.ravel())


def _against_threshold(block: Block, subject: _Subject) -> Iterator[Row]:
    """Drawing the block as height field and curtains, against drawing the mesh of threshold."""
    import pyvista as pv

    from wijkgenese3d.render.stage import Stage

    mesh = (
        baselines.image_of(block.volume).threshold((-0.5, 250.5)).extract_surface(algorithm="dataset_surface")
    )
    plotter = pv.Plotter(off_screen=True, window_size=list(SIZE))
    plotter.render_window.SetMultiSamples(0)
    plotter.add_mesh(mesh, scalars=mesh.cell_data.keys()[0])
    plotter.show(auto_close=False)
    stage = Stage(subject.setting.colours, SIZE)
    bare = BlockPicture(**{**subject.pictures[list(subject.pictures)[-2]].__dict__, "trees": None})
    stage.show(bare)
    stage.set_camera(subject.view)
    jobs = {
        "threshold": lambda: (plotter.render(), plotter.screenshot(None, return_img=True)),
        "ours": stage.image,
    }
    times = interleaved(jobs)
    what = f"a frame of the whole block, against the threshold mesh of {mesh.n_cells} faces"
    yield compared(("draw", block.name, what), times, "threshold", "ours", None)
    stage.close()
    plotter.close()


def _painting(block: Block, subject: _Subject) -> Iterator[Row]:
    """Everything of one slice, the first time and after."""
    key = list(subject.slices)[-2]
    part = subject.slices[key]
    part.columns  # noqa: B018 - assembled once, not painted
    times = interleaved({"paint": lambda: make_block_picture(part, subject.setting)}, 3)
    row = Row("draw", block.name, f"painting {key}, all of it", times["paint"], "ms", ours_ms=times["paint"])
    yield at_most(row, 3000.0, "3000 ms")
    times = interleaved({"canvas": lambda: Canvas.over(part.cover_grid)}, 3)
    yield Row("draw", block.name, "the canvas, once a scene", times["canvas"], "ms", ours_ms=times["canvas"])


def _picking(block: Block, subject: _Subject) -> Iterator[Row]:
    """From a place in the picture to the core there, in one slice."""
    part = list(subject.slices.values())[-2]
    part.columns  # noqa: B018
    book = CoreBook(
        subject.scene.plan.legend, [e.info for e in subject.scene.plan.events], subject.scene.fabrics
    )

    def click() -> None:
        ray = pixel_ray(subject.view, subject.setting.frame, 0.5, 0.5, SIZE[0] / SIZE[1])
        hit = pick_ground(subject.setting.grid, part.ground, *ray)
        assert hit is not None
        book.slice(part, hit[0], hit[1])

    times = interleaved({"click": click}, 7)
    yield Row(
        "draw",
        block.name,
        "from a click to the core of that slice",
        times["click"],
        "ms",
        ours_ms=times["click"],
    )
