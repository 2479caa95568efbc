"""Pictures of moments: made one at a time in the background, what is asked for first, and some are kept."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from wijkgenese3d.geometry.block import BlockPicture, BlockSetting, make_block_picture
from wijkgenese3d.geometry.difference_drape import difference_picture
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.packed import Packed
from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.layers import LayerStack, MmRaster
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.difference_facts import DifferenceFacts
from wijkgenese3d.scene.certainty import unit_events
from wijkgenese3d.scene.in_view import Samples
from wijkgenese3d.web.logic.content import Content

__all__ = ["Drawn", "Look", "PictureKey", "Pictures", "Settings", "Superseded", "units_of"]

_log = logging.getLogger(__name__)

Settings = Callable[["Look"], BlockSetting]
"""What a scene is drawn with."""


_FEW = 2
"""Pictures to keep that are not worth making beforehand: they are the largest. Two can be compared."""


class Superseded(Exception):  # noqa: N818
    """Another picture was asked for before this one was begun."""


@dataclass(frozen=True)
class Look:
    """How a picture is drawn: colours, heights, units taken off, smooth or in blocks, from where on pale."""

    colour_set: str = "contrast"
    exaggeration: float = 4.0
    hidden_units: tuple[str, ...] = ()
    as_blocks: bool = False
    certainty: str = CERTAINTIES[-1]

    @property
    def plain(self) -> bool:
        """Whether nothing is taken off, in blocks or pale: such a picture is worth making beforehand."""
        return not self.hidden_units and not self.as_blocks and self.certainty == CERTAINTIES[-1]


@dataclass(frozen=True)
class PictureKey:
    """Which picture: a stop, or a year between two (then the stop before it), and how it is drawn.

    With ``since``, an earlier moment in the same way, it is the picture of what changed from then on.
    """

    slice_id: str
    year: float | None = None
    look: Look = field(default_factory=Look)
    since: tuple[str, float | None] | None = None

    @property
    def plain(self) -> bool:
        """Whether it is a stop as it is: such a picture is worth keeping."""
        return self.year is None and self.look.plain


@dataclass(frozen=True, eq=False)
class Drawn:
    """A picture and what has to be known of it.

    Parameters
    ----------
    key : PictureKey
    picture : BlockPicture
    frame : LocalFrame
        What it is drawn in.
    ground : (ny, nx)
        Its ground surface as it is drawn, without units that are taken off, m NAP.
    samples : Samples or None
        Of what lies where, for the legend.
    replayed : packed TimeSlice or None
        The slice, where it is a year between the stops.
    units : tuple of int
        Indices in the legend of the units that it holds.
    facts : DifferenceFacts or None
        What changed, where it is a picture of that.
    unit_events : mapping of int to tuple of int
        Indices of the events that put each of them there.
    """

    key: PictureKey
    picture: BlockPicture = field(repr=False)
    frame: LocalFrame
    ground: np.ndarray = field(repr=False)
    samples: Samples | None = field(default=None, repr=False)
    replayed: Packed[TimeSlice] | None = field(default=None, repr=False)
    units: tuple[int, ...] = ()
    facts: DifferenceFacts | None = field(default=None, repr=False)
    unit_events: Mapping[int, tuple[int, ...]] = field(default_factory=dict, repr=False)

    @property
    def features(self) -> FeatureTable | None:
        """What stands there, where it is a year between the stops; at once, for it is not packed."""
        parts = None if self.replayed is None else self.replayed.parts
        return None if parts is None else parts["features"].at(parts["year"])

    @property
    def moment(self) -> TimeSlice | None:
        """The slice, where it is a year between the stops; it takes 15 ms to unpack 20 MB."""
        return None if self.replayed is None else self.replayed.unpacked()


class Pictures:
    """Makes pictures in one thread of its own.

    They are kept packed: one comes back in 5 ms, and is the same object as long as somebody holds it.

    Parameters
    ----------
    content : Content
        The scene.
    settings : function
        Gives what a picture is drawn with.
    make : function
        Makes a picture of a slice.
    most : int, optional
        Pictures to keep; by default one of each stop and a few more. Of years between the stops, units taken
        off and blocks only a few are kept, whatever else there is.
    """

    def __init__(
        self,
        content: Content,
        settings: Settings,
        make: Callable[[TimeSlice, BlockSetting], BlockPicture] = make_block_picture,
        most: int | None = None,
    ) -> None:
        self._content, self._settings, self._make = content, settings, make
        self._most = most or len(content.stops) + _FEW
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
        self._setting: tuple[Look, BlockSetting] | None = None
        self._kept: dict[PictureKey, Packed[Drawn]] = {}
        self._shown: weakref.WeakValueDictionary[PictureKey, Drawn] = weakref.WeakValueDictionary()
        self._asked: dict[PictureKey, asyncio.Future[Drawn]] = {}
        self._last: dict[str, PictureKey] = {}
        self._under_way: PictureKey | None = None
        self._begun: tuple[PictureKey, Future[tuple[Drawn, Packed[Drawn]]]] | None = None
        self._later: list[PictureKey] = []
        self._work: asyncio.Task[None] | None = None

    def begin(self, key: PictureKey) -> None:
        """Begin with the first picture while nobody can ask for it yet: before there is a loop."""
        self._begun = key, self._executor.submit(self._draw, key)

    def ready(self, key: PictureKey) -> Drawn | None:
        """Return the picture if it is there."""
        packed = self._kept.pop(key, None)
        if packed is None:
            return None
        self._kept[key] = packed
        drawn = self._shown.get(key)
        if drawn is None:
            self._shown[key] = drawn = packed.unpacked()
        return drawn

    async def get(self, key: PictureKey, place: str = "main") -> Drawn:
        """Return the picture, made now where it is not there.

        Parameters
        ----------
        key : PictureKey
        place : str
            Where it will be shown: each place waits for the last picture that was asked for it.

        Raises
        ------
        Superseded
            Another one was asked for, for this place, before this one was begun.
        """
        self._last[place] = key
        if (drawn := self.ready(key)) is not None:
            return drawn
        for other, waiting in list(self._asked.items()):
            if other != self._under_way and other not in self._last.values():
                self._fail(other, waiting, Superseded())
        if key not in self._asked:
            self._asked[key] = asyncio.get_running_loop().create_future()
        self._start()
        return await asyncio.shield(self._asked[key])

    def leave(self, place: str) -> None:
        """Wait for nothing in this place any longer."""
        self._last.pop(place, None)

    def prepare(self, keys: Sequence[PictureKey]) -> None:
        """Make these when there is nothing else to do, in place of what was to be prepared before."""
        self._later = [key for key in keys if key not in self._kept]
        self._start()

    async def idle(self) -> None:
        """Wait until everything is made."""
        if self._work is not None:
            await self._work

    def close(self) -> None:
        """Stop making pictures."""
        self._later.clear()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        while (key := self._next()) is not None:
            self._under_way = key
            try:
                drawn, packed = await asyncio.wrap_future(self._work_on(key))
            except RuntimeError as error:
                if "shutdown" in str(error):
                    return
                self._failed(key, error)
            except Exception as error:
                self._failed(key, error)
            else:
                self._keep(drawn, packed)
            finally:
                self._under_way = None

    def _work_on(self, key: PictureKey) -> Future[tuple[Drawn, Packed[Drawn]]]:
        begun, self._begun = self._begun, None
        return begun[1] if begun is not None and begun[0] == key else self._executor.submit(self._draw, key)

    def _next(self) -> PictureKey | None:
        if self._asked:
            return next(iter(self._asked))
        while self._later:
            key = self._later.pop(0)
            if key not in self._kept:
                return key
        return None

    def _keep(self, drawn: Drawn, packed: Packed[Drawn]) -> None:
        self._kept[drawn.key], self._shown[drawn.key] = packed, drawn
        for key in [key for key in self._kept if not key.plain][:-_FEW]:
            del self._kept[key]
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        waiting = self._asked.pop(drawn.key, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(drawn)

    def _failed(self, key: PictureKey, error: Exception) -> None:
        _log.error("the picture of %s could not be made", key, exc_info=error)
        if key in self._asked:
            self._fail(key, self._asked[key], error)

    def _fail(self, key: PictureKey, waiting: asyncio.Future[Drawn], error: Exception) -> None:
        del self._asked[key]
        if not waiting.done():
            waiting.set_exception(error)
            with contextlib.suppress(asyncio.InvalidStateError):
                waiting.exception()

    def _draw(self, key: PictureKey) -> tuple[Drawn, Packed[Drawn]]:
        """Make a picture, and pack it; in the thread."""
        part = self._part(key.slice_id, key.year)
        if self._setting is None or self._setting[0] != key.look:
            self._setting = (key.look, self._settings(key.look))
        setting, facts = self._setting[1], None
        if key.since is None:
            picture = self._make(part, setting)
        else:
            before, plain = self._part(*key.since), self._kept.get(replace(key, since=None))
            picture = plain.unpacked().picture if plain else self._make(part, setting)
            picture = difference_picture(picture, before, part, setting)
            facts = DifferenceFacts.between(before, part, self._content.legend)
        drawn = Drawn(
            key,
            picture,
            setting.frame,
            picture.ground,
            Samples.of(part, setting),
            None if key.year is None else Packed.of(part),
            units_of(part.stack),
            facts,
            unit_events(part.stack),
        )
        return drawn, Packed.of(drawn)

    def _part(self, slice_id: str, year: float | None) -> TimeSlice:
        return self._content.slice(slice_id) if year is None else self._content.at_year(year)


def units_of(stack: LayerStack) -> tuple[int, ...]:
    """Return the indices of the units that lie anywhere, the youngest first."""
    found: dict[int, None] = {}
    below: MmRaster | int = stack.base_mm
    for layer, top in zip(stack.layers, stack.tops, strict=True):
        if layer.unit not in found and (top > below).any():
            found[layer.unit] = None
        below = top
    return tuple(reversed(found))
