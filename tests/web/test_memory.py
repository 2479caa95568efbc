"""Memory is given back when it has grown, and only then."""

import asyncio
import contextlib
import threading

import pytest

from wijkgenese3d.web import memory


@pytest.mark.parametrize(("sizes", "times"), [([100, 101, 102, 101], 0), ([100, 140, 110, 150, 120, 125], 2)])
def test_heaps_are_asked_only_after_growth(monkeypatch, sizes, times):
    told, asked = iter(sizes), []

    def resident():
        try:
            return next(told)
        except StopIteration:
            raise asyncio.CancelledError from None

    monkeypatch.setattr(memory, "resident_bytes", resident)
    monkeypatch.setattr(memory, "give_back_heaps", lambda: asked.append(1) or True)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(memory.keep_tidy(every=0.0, grown=20))
    assert len(asked) == times


@pytest.mark.parametrize(
    ("work", "asked"),
    [([0.0] * 6, 0), ([0.2] * 6, 0), ([0.2, 0.2, 0.0, 0.0, 0.0], 1), ([0.3, 0.0, 0.3, 0.0, 0.0], 2)],
)
def test_heaps_are_asked_in_the_pause_after_work(monkeypatch, work, asked):
    used, given = [0.0], []
    moments = iter(work)

    async def sleep(_seconds):
        try:
            used[0] += next(moments)
        except StopIteration:
            raise asyncio.CancelledError from None

    monkeypatch.setattr(memory, "resident_bytes", lambda: 100)
    monkeypatch.setattr(memory, "give_back_heaps", lambda: given.append(used[0]))
    monkeypatch.setattr(memory.time, "process_time", lambda: used[0])
    monkeypatch.setattr(memory.asyncio, "sleep", sleep)
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(memory.keep_tidy(every=0.0, grown=20))
    assert len(given) == asked


def test_heaps_are_given_back_in_a_thread(monkeypatch):
    given = []
    monkeypatch.setattr(memory, "give_back_heaps", lambda: given.append(threading.current_thread()))

    async def soon():
        memory.give_back_soon()
        await asyncio.get_running_loop().shutdown_default_executor()

    asyncio.run(soon())
    assert len(given) == 1
    assert given[0] is not threading.main_thread()


def test_the_size_of_this_process_is_told():
    assert memory.resident_bytes() > 10_000_000
