"""The block as glTF (.glb), true to scale or exaggerated: what common viewers open; trimesh writes.

glTF has y up and metres: x is east, y up, z south. The origin lies in the middle of the box at NAP 0;
where that is in RD stands in ``asset.extras``. The light is in the colours already, so materials ask for
no other (``KHR_materials_unlit``).
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from PIL import Image

from wijkgenese3d.exports.block_parts import Mesh
from wijkgenese3d.exports.provenance import Provenance
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh, TexturedMesh, pixels_of
from wijkgenese3d.model.frame import CRS_COMPOUND

__all__ = ["block_glb"]

_UNLIT = "KHR_materials_unlit"
_VERTICES, _INDICES = 34962, 34963
_CLAMP, _NEAREST, _LINEAR, _SMOOTH = 33071, 9728, 9729, 9987


def block_glb(parts: Mapping[str, Mesh], frame: LocalFrame, about: Provenance) -> bytes:
    """Return the parts of a block as a binary glTF file.

    Parameters
    ----------
    parts : mapping of str to TexturedMesh or ColouredMesh
        By the name of the part, in the local frame.
    frame : LocalFrame
    about : Provenance
    """
    import trimesh
    from trimesh.exchange.gltf import export_glb

    scene = trimesh.Scene()
    for name, mesh in parts.items():
        scene.add_geometry(_part(name, mesh), node_name=name, geom_name=name)
    smooth = {name for name, mesh in parts.items() if isinstance(mesh, TexturedMesh)}

    def finish(tree: dict[str, Any]) -> None:
        _finish(tree, smooth)
        tree["asset"] |= {
            "generator": about.made_by,
            "copyright": about.credit,
            "extras": _extras(frame, about),
        }

    return bytes(export_glb(scene, include_normals=False, tree_postprocessor=finish))


def _extras(frame: LocalFrame, about: Provenance) -> dict[str, Any]:
    return {
        **about.as_texts(),
        "crs": CRS_COMPOUND,
        "origin": [frame.x0, frame.y0, frame.z0],
        "axes": "x = RD x - origin[0]; y = (m NAP - origin[2]) * exaggeration; z = origin[1] - RD y; metres",
        "exaggeration": frame.exaggeration,
        "year": about.year,
    }


def _finish(tree: dict[str, Any], smooth: set[str]) -> None:
    """Ask for no light, and say how each texture is read: colours of faces must not run into each other."""
    tree["samplers"] = [
        {"magFilter": _NEAREST, "minFilter": _NEAREST, "wrapS": _CLAMP, "wrapT": _CLAMP},
        {"magFilter": _LINEAR, "minFilter": _SMOOTH, "wrapS": _CLAMP, "wrapT": _CLAMP},
    ]
    for material in tree["materials"]:
        material.setdefault("extensions", {})[_UNLIT] = {}
        texture = material["pbrMetallicRoughness"]["baseColorTexture"]["index"]
        tree["textures"][texture]["sampler"] = int(material["name"] in smooth)
    for mesh in tree["meshes"]:
        for primitive in mesh["primitives"]:
            _aim(tree, primitive["indices"], _INDICES)
            for accessor in primitive["attributes"].values():
                _aim(tree, accessor, _VERTICES)
    tree["extensionsUsed"] = sorted({*tree.get("extensionsUsed", ()), _UNLIT})


def _aim(tree: dict[str, Any], accessor: int, target: int) -> None:
    """Say what the bytes of an accessor are for: a viewer can pass them on unread."""
    tree["bufferViews"][tree["accessors"][accessor]["bufferView"]]["target"] = target


def _part(name: str, mesh: Mesh) -> Any:
    """Return a mesh of trimesh with y up; its texture has north, or the top, above."""
    import trimesh
    from trimesh.visual import TextureVisuals
    from trimesh.visual.material import PBRMaterial

    if isinstance(mesh, TexturedMesh):
        points, triangles, uv = mesh.points, mesh.triangles, mesh.uv
        image = Image.fromarray(np.ascontiguousarray(pixels_of(mesh.texture)[::-1]))
    else:
        points, triangles, uv, image = _by_palette(mesh)
    material = PBRMaterial(
        name=name,
        baseColorTexture=_packed(image) if name == "terrain" else image,
        metallicFactor=0.0,
        roughnessFactor=1.0,
        doubleSided=True,
    )
    upright = points[:, [0, 2, 1]] * np.array([1, 1, -1], dtype=np.float32)
    visual = TextureVisuals(uv=uv, material=material)
    return trimesh.Trimesh(upright, triangles, visual=visual, process=False)


def _by_palette(mesh: ColouredMesh) -> tuple[np.ndarray, np.ndarray, np.ndarray, Image.Image]:
    """Turn colours of faces into a small image with a pixel per colour: every viewer shows those as they are.

    Returns
    -------
    points : (n, 3) float32
        A vertex for each point and colour that meet.
    triangles : (m, 3)
    uv : (n, 2) float64
        v = 0 is the lowest row.
    image : PIL.Image.Image
    """
    weights = np.array([65536, 256, 1])
    palette, colour = np.unique(mesh.colours.astype(np.int64) @ weights, return_inverse=True)
    side = math.ceil(math.sqrt(len(palette)))
    pixels = np.zeros((side * side, 3), dtype=np.uint8)
    pixels[: len(palette)] = (palette[:, None] // weights) % 256
    key = mesh.triangles.astype(np.int64) * len(palette) + colour.reshape(-1)[:, None]
    used, triangles = np.unique(key, return_inverse=True)
    point, of = np.divmod(used, len(palette))
    row, column = np.divmod(of, side)
    uv = np.stack(((column + 0.5) / side, 1.0 - (row + 0.5) / side), axis=1)
    image = Image.fromarray(pixels.reshape(side, side, 3))
    return mesh.points[point], triangles.reshape(-1, 3), uv, image


def _packed(image: Image.Image) -> Image.Image:
    """Return an image that is written as JPEG: painted ground is four times larger as PNG."""
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=90, subsampling=0)
    kept = Image.open(packed)
    # trimesh saves it again, without saying how good: as it is, not worse.
    kept.save = partial(kept.save, quality="keep")  # type: ignore[method-assign]
    return kept
