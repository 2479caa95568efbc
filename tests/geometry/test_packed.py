"""What is packed comes back as it was, and takes less."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from wijkgenese3d.geometry.mesh import IndexedImage, TexturedMesh, pixels_of
from wijkgenese3d.geometry.packed import Packed, PackedArray, unpacked


@dataclass(frozen=True, eq=False)
class Thing:
    name: str
    index: np.ndarray
    colour: np.ndarray
    share: float = 0.5


@pytest.mark.parametrize(
    "array",
    [
        np.arange(30_000, dtype=np.int32).reshape(100, 300),
        np.zeros((0, 3), dtype=np.uint8),
        np.array(7.25),
        np.array([np.nan, -0.0, np.inf]),
        np.zeros((4, 5), dtype=bool),
        np.arange(24, dtype=np.uint16).reshape(2, 3, 4)[:, ::2],
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
    ],
)
def test_an_array_comes_back_to_the_last_bit(array):
    again = PackedArray.of(array).array()
    assert again.dtype == array.dtype
    assert again.shape == array.shape
    assert again.tobytes() == np.ascontiguousarray(array).tobytes()


def test_what_comes_back_belongs_to_who_asks():
    packed = PackedArray.of(np.arange(10))
    packed.array()[:] = 0
    assert (packed.array() == np.arange(10)).all()


def test_a_dataclass_comes_back_as_it_was():
    thing = Thing("road", np.arange(1000, dtype=np.int32), np.full((1000, 3), 9, dtype=np.uint8))
    again = Packed.of(thing).unpacked()
    assert isinstance(again, Thing)
    assert (again.name, again.share) == ("road", 0.5)
    assert (again.index == thing.index).all()
    assert (again.colour == thing.colour).all()
    assert unpacked(thing) is thing


@dataclass(frozen=True, eq=False)
class Nest:
    inner: Thing
    tops: tuple[np.ndarray, ...]
    names: tuple[str, ...] = ("a", "b")
    plain: Plain = field(default_factory=lambda: Plain(3))


@dataclass(frozen=True)
class Plain:
    number: int


def test_arrays_within_come_back_too():
    plain = Plain(3)
    inner = Thing("x", np.arange(500), np.ones((500, 3)))
    nest = Nest(inner, (np.zeros(400), np.arange(600).reshape(2, 300)), plain=plain)
    packed = Packed.of(nest)
    assert isinstance(packed.parts["inner"], Packed)
    assert packed.parts["names"] is nest.names
    again = packed.unpacked()
    assert (again.inner.index == np.arange(500)).all()
    assert [top.tolist() for top in again.tops] == [top.tolist() for top in nest.tops]
    assert again.plain is plain


def test_what_is_shared_stays_one():
    shared = np.arange(5000)
    shared.flags.writeable = False
    own = np.arange(700)
    small, same = np.arange(3), Thing("shared", shared, shared)
    packed = Packed.of(Nest(Thing("x", own, shared), (own, small), plain=same))
    again, once_more = packed.unpacked(), packed.unpacked()
    assert again.inner.colour is shared
    assert again.tops[1] is small
    assert again.plain is same
    assert again.inner.index is again.tops[0]
    assert again.inner.index is not once_more.inner.index


def test_what_was_packed_within_comes_back_packed():
    one, thing = PackedArray.of(np.arange(900)), Packed.of(Thing("x", np.arange(900), np.zeros(3)))
    nest = Nest(thing, (one, np.arange(800)), plain=one)
    again = Packed.of(nest).unpacked()
    assert again.inner is thing
    assert again.tops[0] is one
    assert (again.tops[1] == np.arange(800)).all()
    assert again.plain is one
    assert Packed.of(Nest(thing, (one,))).unpacked().tops[0] is one


@pytest.mark.parametrize("size", [3, 300, 5000])
def test_a_dataclass_in_a_tuple_stays_as_it_is(size):
    thing = Thing("x", np.arange(size), np.zeros(size))
    for beside in (np.arange(3), np.arange(900)):
        again = Packed.of(Nest(thing, (beside, thing))).unpacked()
        assert again.tops[1] is thing
        assert (again.tops[0] == beside).all()


def test_what_repeats_takes_a_tenth():
    index = np.repeat(np.arange(50, dtype=np.uint8), 20_000).reshape(1000, 1000)
    assert PackedArray.of(index).nbytes < index.nbytes / 10


def test_a_packed_texture_has_the_same_pixels():
    generator = np.random.default_rng(1)
    image = IndexedImage(
        generator.integers(0, 9, (40, 50), dtype=np.uint8), generator.integers(0, 256, (9, 3), np.uint8)
    )
    nothing = np.zeros((0, 3), dtype=np.float32)
    mesh = TexturedMesh(nothing, nothing.astype(np.int32), nothing[:, :2], image)
    assert (pixels_of(mesh.packed().texture) == image.pixels()).all()
    once = mesh.packed()
    assert once.packed() is once
    assert once.texture.parts["index"].nbytes > 0
