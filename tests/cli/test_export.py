"""``export``: every kind of file, opened by a program that is not ours; and what is refused, and when."""

from __future__ import annotations

import csv
import io
import json
import resource
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio

from tests.cli.conftest import model_of
from wijkgenese3d.model import open_prepared

VIEWER = Path(__file__).resolve().parents[2] / "wijkgenese3d" / "viewer"
BOX = (190010.0, 428030.0, 190110.0, 428110.0)


@pytest.fixture
def part(built):
    """The slice of today of the tiny scene."""
    return open_prepared(model_of(built)).slice("S3")


@pytest.fixture
def made(run, built, tmp_path):
    """Make a file of the slice of today, and return its place."""

    def make(name, *options):
        said = run("export", built, "--slice", "S3", "-o", tmp_path / name, *options)
        assert said.code == 0, said.err
        assert said.out.splitlines()[0] == str(tmp_path / name)
        assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".")] == []
        return tmp_path / name

    return make


# ---------------------------------------------------------------- maps


def test_ground_lies_where_it_should_at_its_height(made, part):
    with rasterio.open(made("grond.tif")) as file:
        assert file.crs.to_epsg() == 7415
        assert tuple(file.bounds) == BOX
        assert (file.units, file.dtypes) == (("m",), ("float32",))
        assert np.isnan(file.nodata)
        np.testing.assert_allclose(file.read(1)[::-1], part.ground, atol=1e-5)
        tags = file.tags()
    assert tags["license"] == "EUPL-1.2"
    assert "Schematisch model" in tags["comment"]
    assert "klein S3" in tags["source"]


def test_maps_of_codes_have_their_legend(run, built, made, part):
    with rasterio.open(made("grondsoort.tif", "--what", "lithology")) as file:
        assert (file.crs.to_epsg(), file.nodata, file.dtypes) == (28992, 255, ("uint8",))
        lithology = file.read(1)[::-1]
        assert file.tags(1)["class_7"] == "Grof zand"
        assert file.colormap(1)[7] == (0xCA, 0x97, 0x4F, 255)
    core = run("core", built, "--at", 190085, 428052, "--slice", "S3", "--json").json["slices"][0]
    assert lithology[2, 7] == core["intervals"][0]["lithology"] == 0
    core = run("core", built, "--at", 190015, 428035, "--slice", "S3", "--json").json["slices"][0]
    assert lithology[0, 0] == core["intervals"][0]["lithology"], "a fabric is asked"
    with rasterio.open(made("bedekking.tif", "--what", "land-cover", "--lang", "en")) as file:
        assert file.res == (5, 5)
        np.testing.assert_array_equal(file.read(1)[::-1], part.land_cover)
        assert "Forest" in file.tags(1).values()


# ---------------------------------------------------------------- features


def test_features_are_layers_in_their_place(made):
    from pyogrio import list_layers
    from pyogrio.raw import read
    from shapely import from_wkb

    file = made("dingen.gpkg")
    assert list_layers(file)[:, 0].tolist() == ["buildings", "streets", "trees", "quarter"]
    meta, _, shapes, columns = read(file, layer="buildings")
    assert meta["crs"] == "EPSG:28992"
    row = dict(zip(meta["fields"], (column[0] for column in columns), strict=True))
    assert (row["kind"], row["type"], row["height_m"]) == ("building", "rij", 7.0)
    assert row["from_year"] in range(1950, 1961), "a whole year"
    assert np.isnan(row["to_year"])
    assert (row["event"], row["alliance"], row["source"]) == ("K5", "bebouwing", "verzonnen")
    assert (row["certainty"], row["certainty_shape"]) == ("zeker", "aanname")
    x0, y0, x1, y1 = BOX
    for shape in from_wkb(shapes):
        a, b, c, d = shape.bounds
        assert x0 <= a < c <= x1
        assert y0 <= b < d <= y1
    meta, _, shapes, columns = read(file, layer="streets")
    assert columns[list(meta["fields"]).index("name_nl")][0] == "Coöperatieweg"


def test_features_of_a_year_before_there_were_any(run, built, tmp_path):
    from pyogrio import list_layers

    file = tmp_path / "vroeg.gpkg"
    assert run("export", built, "--year", "1500", "-o", file).code == 0
    assert list_layers(file)[:, 0].tolist() == ["trees", "quarter"]


def test_tables(made, part, run, built):
    rows = list(csv.DictReader(io.StringIO(made("dingen.csv").read_text(encoding="utf-8"))))
    assert [row["layer"] for row in rows] == ["buildings", "buildings", "streets"]
    assert rows[0]["wkt"].startswith("POLYGON ((1900")
    assert rows[0]["to_year"] == ""
    ground = np.loadtxt(made("grond.csv", "--what", "ground"), delimiter=",", skiprows=1)
    np.testing.assert_allclose(ground[:, 2].reshape(part.ground.shape), part.ground, atol=5e-4)
    assert ground[0, :2].tolist() == [190015.0, 428035.0]
    text = made("lagen.csv", "--what", "voxels").read_text(encoding="utf-8")
    rows = [
        row
        for row in csv.DictReader(io.StringIO(text))
        if (row["x"], row["y"]) == ("190085.000", "428055.000")
    ]
    core = run("core", built, "--at", 190085, 428055, "--slice", "S3", "--json").json["slices"][0]
    assert rows[-1]["event"] == core["intervals"][0]["event"] == "K3"
    assert float(rows[-1]["top"]) == core["ground"]
    assert float(rows[0]["base"]) == -20
    # The beds of a fabric to half a step of 0.5 m.
    told = np.array([float(row["top"]) for row in rows])
    thick = [bed["top"] for bed in core["intervals"] if bed["top"] - bed["base"] > 1]
    assert len(thick) > 6
    assert np.abs(told[:, None] - thick).min(axis=0).max() <= 0.2501


# ---------------------------------------------------------------- datasets


def _check_dataset(dataset, part):
    from wijkgenese3d.model.voxels import check_voxel_dataset

    check_voxel_dataset(dataset)
    np.testing.assert_allclose(dataset["ground"], part.ground, atol=1e-5)
    # The highest ground voxel of a column holds the ground, to half a voxel.
    high = (dataset["lithology"] < 254) * dataset["z"]
    np.testing.assert_allclose(high.max("z") + 0.25, part.ground, atol=0.2501)
    assert float(dataset["year"]) == 2020
    for name, variable in dataset.data_vars.items():
        if name != "crs":
            assert variable.attrs.get("grid_mapping", variable.encoding.get("grid_mapping")) == "crs", name
        if "flag_values" in variable.attrs:
            values = np.atleast_1d(variable.attrs["flag_values"])
            assert len(variable.attrs["flag_meanings"].split()) == len(values)
            assert set(np.unique(variable)) <= {*values.tolist()}, name
    assert dataset["crs"].attrs["epsg_code"] == "EPSG:7415"
    assert dataset.attrs["Conventions"] == "CF-1.11"
    assert {"title", "license", "source", "history", "references"} <= set(dataset.attrs)


def test_netcdf_is_read_by_xarray(made, part, tmp_path):
    import xarray as xr

    with xr.open_dataset(made("model.nc"), engine="h5netcdf", decode_coords=True) as dataset:
        _check_dataset(dataset, part)
        assert dataset["event"].attrs["flag_values"].dtype == np.uint16
        assert dataset["ground"].attrs["standard_name"] == "ground_level_altitude"
        assert dataset["lithology"].encoding["zlib"]
    with xr.open_datatree(tmp_path / "model.nc", engine="h5netcdf") as tree:
        np.testing.assert_array_equal(tree["cover/land_cover"], part.land_cover)
    with xr.open_dataset(made("kaart.nc", "--what", "ground"), engine="h5netcdf") as dataset:
        assert "lithology" not in dataset
        assert "ground" in dataset


def test_netcdf_is_read_by_gdal_in_the_right_place(made, part):
    file = made("kaart.nc", "--what", "ground")
    with rasterio.open(f"netcdf:{file}:ground") as raster:
        assert raster.crs.to_epsg() == 7415
        assert tuple(raster.bounds) == BOX
        np.testing.assert_allclose(raster.read(1)[::-1], part.ground, atol=1e-5)
    with rasterio.open(f"netcdf:{file}:/cover/land_cover") as raster:
        assert raster.crs.to_epsg() == 7415
        assert tuple(raster.bounds) == BOX
        assert raster.res == (5, 5)


def test_zarr_is_read_by_xarray_and_replaced_as_a_whole(made, part):
    import xarray as xr

    file = made("model.zarr")
    assert json.loads((file / "zarr.json").read_text())["zarr_format"] == 3
    (file / "left.txt").touch()
    made("model.zarr")
    assert not (file / "left.txt").exists()
    with xr.open_zarr(file) as dataset:
        _check_dataset(dataset, part)
    with xr.open_zarr(file, group="cover") as dataset:
        np.testing.assert_array_equal(dataset["land_cover"], part.land_cover)


def test_paraview_gets_voxels_with_the_air_hidden(made, part):
    import pyvista

    voxels = pyvista.read(made("model.vti"))
    assert voxels.dimensions == (11, 9, 87)
    assert voxels.bounds[:5] == (BOX[0], BOX[2], BOX[1], BOX[3], -20)
    solid = voxels["lithology"] < 254
    np.testing.assert_array_equal(voxels["vtkGhostType"] == 0, solid)
    column = voxels["lithology"].reshape(86, 8, 10)[:, 2, 7]
    assert column[(column < 254).sum() - 1] == 0, "made ground lies on top"
    assert voxels["event"].dtype == np.uint16
    assert "7 sand_coarse" in list(voxels.field_data["lithology_names"])


def test_paraview_gets_the_block_in_pieces(made, part):
    import pyvista

    blocks = pyvista.read(made("blok.vtm"))
    names = ["terrain", "wall_south", "wall_east", "wall_north", "wall_west", "base", "buildings", "trees"]
    assert blocks.keys() == names
    terrain = blocks["terrain"]
    assert terrain["ground_m_nap"].max() == pytest.approx(part.ground.max(), abs=1e-4)
    assert terrain.bounds[:4] == BOX[0:3:2] + BOX[1:4:2]
    assert np.ptp(terrain["colour"], axis=0).min() > 20
    wall = blocks["wall_east"]
    # As high as the ground, all along, and level over the outer half cells.
    along, heights = [0, *range(5, 80, 10), 80], np.pad(part.ground[:, -1], 1, mode="edge") + 20
    assert wall.area == pytest.approx(np.trapezoid(heights, along), rel=1e-5)
    assert set(np.unique(wall["lithology"])) <= {0, 6, 7, 8}
    assert wall.compute_normals()["Normals"][0].tolist() == [1, 0, 0]


# ---------------------------------------------------------------- meshes


def test_glb_is_the_block_with_y_up(made, part):
    import trimesh

    file = made("blok.glb")
    scene = trimesh.load_scene(file)
    assert set(scene.geometry) == {
        "terrain", "wall_south", "wall_east", "wall_north", "wall_west", "base", "buildings", "trees",
    }  # fmt: skip
    low, high = scene.geometry["terrain"].bounds
    np.testing.assert_allclose(
        [low, high], [[-50, part.ground.min(), -40], [50, part.ground.max(), 40]], atol=1e-3
    )
    # East is +x, and south +z.
    iy, ix = np.unravel_index(part.ground[1:-1, 1:-1].argmax(), (6, 8))
    nodes = scene.geometry["terrain"].vertices
    here = (nodes[:, [0, 2]] == [part.grid.x[ix + 1] - 190060, 428070 - part.grid.y[iy + 1]]).all(axis=1)
    np.testing.assert_allclose(nodes[here][:, 1], part.ground[1:-1, 1:-1].max(), atol=1e-4)
    upward = scene.geometry["terrain"].face_normals[:, 1]
    assert (upward > 0).all()
    tree = _gltf_json(file)
    assert tree["asset"]["extras"]["origin"] == [190060, 428070, 0]
    assert tree["asset"]["extras"]["crs"] == "EPSG:7415"
    assert "EUPL-1.2" in tree["asset"]["copyright"]
    assert all("KHR_materials_unlit" in material["extensions"] for material in tree["materials"])
    assert {image["mimeType"] for image in tree["images"]} == {"image/jpeg", "image/png"}
    steep = trimesh.load_scene(made("steil.glb", "--exaggeration", "3"))
    assert steep.geometry["terrain"].bounds[1][1] == pytest.approx(3 * high[1], abs=1e-3)


_VALIDATE = """
const { validateBytes } = require("gltf-validator");
const content = new Uint8Array(require("fs").readFileSync(process.argv[1]));
validateBytes(content).then((report) => process.stdout.write(JSON.stringify(report.issues)));
"""


def test_glb_passes_the_validator_of_khronos(made):
    node = shutil.which("node")
    if node is None or not (VIEWER / "node_modules" / "gltf-validator").is_dir():
        pytest.skip("needs node and the packages of the browser part: make viewer")
    command = [node, "-e", _VALIDATE, str(made("blok.glb"))]
    done = subprocess.run(command, cwd=VIEWER, capture_output=True, text=True, check=True)
    issues = json.loads(done.stdout)
    told = [issue for issue in issues["messages"] if issue["code"] != "IMAGE_NPOT_DIMENSIONS"]
    assert told == [], "sides of an image need no power of two since OpenGL 2 and WebGL 2"


def test_glb_shows_the_colours_of_the_block(made):
    import trimesh

    houses = trimesh.load_scene(made("blok.glb")).geometry["buildings"]
    image = np.asarray(houses.visual.material.baseColorTexture.convert("RGB"))
    column, row = (houses.visual.uv * image.shape[1::-1]).astype(int).T
    seen = image[::-1][row, column]
    assert (seen[:, 0].astype(int) - seen[:, 2] > 60).any(), "a roof is red"
    assert len(np.unique(seen, axis=0)) > 4


def _gltf_json(file):
    content = file.read_bytes()
    magic, _, length, size, kind = struct.unpack("<4sIII4s", content[:20])
    assert (magic, kind, length) == (b"glTF", b"JSON", len(content))
    return json.loads(content[20 : 20 + size])


@pytest.mark.parametrize("name", ["a.csv", "a.3mf"])
def test_what_a_file_cannot_hold_stands_in_a_text_beside_it(run, built, tmp_path, name):
    said = run("export", built, "--slice", "S3", "--lang", "en", "-o", tmp_path / name)
    assert said.out.splitlines()[:2] == [str(tmp_path / name), str(tmp_path / f"{name}.txt")]
    words = (tmp_path / f"{name}.txt").read_text("utf-8")
    for held in ("Schematic model", "EUPL-1.2", "klein S3", "Sources:\n- "):
        assert held in words


@pytest.mark.parametrize("extension", [".stl", ".3mf"])
def test_a_print_is_closed_and_has_the_volume_of_the_ground(made, part, extension):
    import trimesh

    mesh = trimesh.load_mesh(made(f"druk{extension}"))
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    np.testing.assert_allclose(mesh.bounds[0], [0, 0, 0], atol=1e-6)
    np.testing.assert_allclose(mesh.extents, [200, 160, (part.ground.max() + 20) * 2], rtol=1e-5)
    volume = ((part.ground + 20) * 100).sum() * 2**3
    assert mesh.volume == pytest.approx(volume, rel=0.01)


def test_a_print_says_its_scale_and_has_houses_when_asked_for(run, built, tmp_path, part):
    import trimesh

    options = ("--scale", "1:1000", "--exaggeration", "2", "--what", "block")
    said = run("export", built, "--slice", "S3", "-o", tmp_path / "a.stl", *options)
    assert said.out.splitlines()[2].startswith("1:1000, 100.0 x 80.0 x ")
    assert said.out.splitlines()[2].endswith("heights x 2")
    assert (tmp_path / "a.stl").read_bytes()[:80].rstrip() == b"wijkgenese3d klein S3 1:1000 mm, heights x 2"
    block = trimesh.load_mesh(tmp_path / "a.stl")
    assert block.is_watertight
    run(
        "export", built, "--slice", "S3", "-o", tmp_path / "b.stl", "--scale", "1:1000", "--exaggeration", "2"
    )
    houses = sum(area * 7 * 2 for area in _house_areas(part))
    assert block.volume - trimesh.load_mesh(tmp_path / "b.stl").volume == pytest.approx(houses, rel=0.35)


def _house_areas(part):
    import shapely

    return [shapely.Polygon(f.xy).area for f in part.features.of("building")]


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("name", "options", "parts"),
    [
        ("a.xyz", [], ["unknown extension '.xyz'", ".gpkg", ".zarr"]),
        ("a", [], ["no extension"]),
        ("a.gpk", [], ["perhaps '.gpkg'?"]),
        ("no/a.tif", [], ["does not exist"]),
        ("no/a.zarr", [], ["does not exist"]),
        (
            "a.tif",
            ["--what", "features"],
            ["a .tif cannot hold features", "ground, lithology, land-cover", ".gpkg"],
        ),
        ("a.gpkg", ["--what", "voxels"], ["a .gpkg cannot hold voxels", ".nc, .zarr, .vti, .csv"]),
        ("a.nc", ["--what", "voxel"], ["unknown 'voxel'; perhaps 'voxels'?", "voxels, ground"]),
        ("a.tif", ["--scale", "1:10"], ["--scale does not go with a .tif", ".stl, .3mf"]),
        ("a.gpkg", ["--exaggeration", "2"], ["--exaggeration does not go with", ".glb"]),
        ("a.stl", ["--exaggeration", "0"], ["--exaggeration 0", "1 to 10"]),
        ("a.stl", ["--scale", "10"], ["'10' is not 1:N"]),
        ("a.stl", ["--scale", "1:0"], ["'1:0' is not 1:N"]),
        ("a.stl", ["--scale", "1:900000"], ["print of 0.111 mm", "1:500 makes it"]),
        ("a.tif", ["--slice", "S9"], ["unknown slice 'S9'", "S1, S2, S3"]),
        ("a.tif", ["--year", "9999"], ["one of --slice ID and --year"]),
    ],
)
def test_refused(run, built, tmp_path, name, options, parts):
    moment = [] if "--slice" in options else ["--slice", "S3"]
    run("export", built, *moment, "-o", tmp_path / name, *options).failed(2, *parts)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_ours_is_not_replaced(run, built, tmp_path):
    (tmp_path / "a.zarr").mkdir()
    (tmp_path / "a.zarr" / "brief.txt").touch()
    run("export", built, "--slice", "S3", "-o", tmp_path / "a.zarr").failed(2, "is no Zarr folder")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "brief.txt").touch()
    run("export", built, "--slice", "S3", "-o", tmp_path / "a.vtm").failed(2, "holds other things")
    (tmp_path / "b.nc").mkdir()
    run("export", built, "--slice", "S3", "-o", tmp_path / "b.nc").failed(2, "is a folder")
    assert sorted(item.name for item in tmp_path.rglob("*")) == [
        "a",
        "a.zarr",
        "b.nc",
        "brief.txt",
        "brief.txt",
    ]


@pytest.mark.parametrize(
    "name", ["a.nc", "a.zarr", "a.vti", "a.vtm", "a.glb", "a.stl", "a.gpkg", "a.tif", "a.csv"]
)
def test_a_full_disk_leaves_what_was_there(run, built, tmp_path, monkeypatch, name):
    import pathlib

    if name.endswith("tif"):
        (tmp_path / name).write_text("old")

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    for method in ("replace", "rename"):
        monkeypatch.setattr(pathlib.Path, method, full)
    run("export", built, "--slice", "S3", "-o", tmp_path / name).failed(3, "the disk is full", "free space")
    left = [item.name for item in tmp_path.iterdir()]
    assert left == (["a.tif"] if name.endswith("tif") else [])
    if left:
        assert (tmp_path / name).read_text() == "old"


@pytest.mark.parametrize("name", ["a.nc", "a.zarr", "a.vti", "a.vtm", "a.glb", "a.gpkg"])
def test_a_file_that_stops_half_way_leaves_nothing(run, built, tmp_path, name):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500, limits[1]))
    try:
        said = run("export", built, "--slice", "S3", "-o", tmp_path / name)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    # VTK takes whatever stops it for a full disk.
    said.failed(3, str(tmp_path / name), "-o")
    assert list(tmp_path.iterdir()) == []


def test_what_gdal_and_vtk_say_of_a_full_disk(run, built, tmp_path, monkeypatch):
    from pyogrio.errors import DataSourceError

    def full(*_args, **_kwargs):
        raise DataSourceError("sqlite3_exec(...) failed: database or disk is full")

    monkeypatch.setattr("pyogrio.raw.write", full)
    run("export", built, "--slice", "S3", "-o", tmp_path / "a.gpkg").failed(3, "the disk is full")
    assert list(tmp_path.iterdir()) == []
