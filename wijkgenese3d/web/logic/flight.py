"""A flight of the camera from one place to another."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from wijkgenese3d.geometry.turntable import Turntable

__all__ = ["Flight", "between"]

SECONDS = 0.6
STEPS = 12


def between(start: Turntable, end: Turntable, share: float) -> Turntable:
    """Return the camera part of the way from one place to another, along the shorter turn."""
    if share >= 1:
        return end
    eased = share * share * (3 - 2 * share)
    turn = (end.azimuth - start.azimuth + 180) % 360 - 180
    return replace(
        start,
        x=start.x + eased * (end.x - start.x),
        y=start.y + eased * (end.y - start.y),
        z=start.z + eased * (end.z - start.z),
        azimuth=start.azimuth + eased * turn,
        elevation=start.elevation + eased * (end.elevation - start.elevation),
        distance=start.distance * (end.distance / start.distance) ** eased,
    )


class Flight:
    """At most one flight at a time; a new one, or a hand on the camera, ends it."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> bool:
        """Whether the camera moves by itself."""
        return self._task is not None and not self._task.done()

    def go(self, start: Turntable, end: Turntable, look: Callable[[Turntable, bool], None]) -> None:
        """Fly; ``look`` is called with each place on the way, and whether it is the last."""
        self.stop()
        self._task = asyncio.get_running_loop().create_task(_fly(start, end, look))

    def stop(self) -> None:
        """End the flight where it is."""
        if self._task is not None:
            self._task.cancel()
            self._task = None


async def _fly(start: Turntable, end: Turntable, look: Callable[[Turntable, bool], None]) -> None:
    begun = time.monotonic()
    while True:
        await asyncio.sleep(SECONDS / STEPS)
        share = (time.monotonic() - begun) / SECONDS
        look(between(start, end, share), share >= 1)
        if share >= 1:
            return
