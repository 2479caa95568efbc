"""Plain meshes: vertices, triangles and how they are coloured."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wijkgenese3d.geometry.packed import Packed, unpacked

__all__ = ["ColouredMesh", "DashedLine", "IndexedImage", "TexturedMesh", "face_normals", "pixels_of"]


@dataclass(frozen=True, eq=False)
class IndexedImage:
    """An image of few colours, in a third of the memory.

    Parameters
    ----------
    index : (h, w) uint8 or uint16
        Row of the palette.
    palette : (n, 3) uint8
        sRGB.
    """

    index: np.ndarray
    palette: np.ndarray

    @classmethod
    def of(cls, index: np.ndarray, palette: np.ndarray) -> IndexedImage:
        """Return the image with only the colours that occur."""
        used = np.flatnonzero(np.bincount(index.ravel(), minlength=len(palette)))
        table = np.zeros(len(palette), dtype=np.uint8 if len(used) <= 256 else np.uint16)
        table[used] = np.arange(len(used))
        return cls(table[index], palette[used])

    def pixels(self) -> np.ndarray:
        """Return the image, (h, w, 3) uint8."""
        return np.asarray(np.take(self.palette, self.index, axis=0))


@dataclass(frozen=True, eq=False)
class TexturedMesh:
    """Triangles under one texture.

    Parameters
    ----------
    points : (n, 3) float32
        Vertices, local.
    triangles : (m, 3) int32
        Indices of vertices, counter-clockwise seen from outside.
    uv : (n, 2) float32
        Place in the texture, 0-1; v = 0 is the first row.
    texture : (h, w, 3) uint8, or IndexedImage, maybe packed
        sRGB; row 0 at v = 0.
    """

    points: np.ndarray
    triangles: np.ndarray
    uv: np.ndarray
    texture: np.ndarray | IndexedImage | Packed[IndexedImage]

    def packed(self) -> TexturedMesh:
        """Return the same with its image of few colours packed."""
        return (
            replace(self, texture=Packed.of(self.texture)) if isinstance(self.texture, IndexedImage) else self
        )


@dataclass(frozen=True, eq=False)
class ColouredMesh:
    """Triangles with one colour each; the light is already in the colour.

    Parameters
    ----------
    points : (n, 3) float32
        Vertices, local.
    triangles : (m, 3) int32
        Indices of vertices, counter-clockwise seen from outside.
    colours : (m, 3) uint8
        sRGB of each triangle.
    """

    points: np.ndarray
    triangles: np.ndarray
    colours: np.ndarray

    @classmethod
    def merged(cls, parts: list[ColouredMesh]) -> ColouredMesh:
        """Return one mesh of several; empty for none."""
        if not parts:
            empty = np.empty((0, 3))
            return cls(empty.astype(np.float32), empty.astype(np.int32), empty.astype(np.uint8))
        starts = np.cumsum([0, *(len(part.points) for part in parts[:-1])])
        return cls(
            np.concatenate([part.points for part in parts]),
            np.concatenate([p.triangles + np.int32(s) for p, s in zip(parts, starts, strict=True)]),
            np.concatenate([part.colours for part in parts]),
        )


@dataclass(frozen=True, eq=False)
class DashedLine:
    """Separate strokes.

    Parameters
    ----------
    points : (n, 3) float32
        Vertices, local.
    strokes : tuple of (k,) int32
        Indices of the vertices of each stroke.
    """

    points: np.ndarray
    strokes: tuple[np.ndarray, ...]


def face_normals(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Return the unit normal of each triangle, (m, 3) float64; zero for one without area."""
    a, b, c = (points[triangles[:, k]].astype(np.float64) for k in range(3))
    normal = np.cross(b - a, c - a)
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    return np.asarray(np.divide(normal, length, out=np.zeros_like(normal), where=length > 0))


def pixels_of(texture: np.ndarray | IndexedImage | Packed[IndexedImage]) -> np.ndarray:
    """Return a texture as pixels, (h, w, channels) uint8."""
    return texture if isinstance(texture, np.ndarray) else unpacked(texture).pixels()
