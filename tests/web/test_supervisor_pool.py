"""The places of the supervisor: never too many children, a spare in time, and places that come back."""

import asyncio

import pytest

from tests.web.stub_child import Starter, until
from wijkgenese3d.web.supervisor import places, pool
from wijkgenese3d.web.supervisor.child import ChildError
from wijkgenese3d.web.supervisor.pool import FullError, Pool


def run(test, count=2, idle=60.0, seconds=0.0):
    """Run a test on a pool that has begun; at its end no child is left, and there were never too many."""

    async def whole():
        start = Starter(seconds=seconds)
        rooms = Pool(start, count, idle)
        await rooms.open(await start())
        try:
            await test(rooms, start)
        finally:
            await rooms.close()
        assert start.alive == 0
        assert start.most <= count

    asyncio.run(whole())


def test_the_spare_is_given_at_once_and_another_one_started():
    async def test(rooms, start):
        spare = start.children[0]
        session = await rooms.take()
        assert session.child is spare
        await until(lambda: len(start.children) == 2)
        assert (await rooms.take()).child is start.children[1]

    run(test)


def test_ids_are_hexadecimal_and_tickets_are_secret():
    async def test(rooms, _start):
        one, two = await rooms.take(), await rooms.take()
        assert len(one.id) == 32
        assert int(one.id, 16) >= 0
        assert one.id == one.id.lower() != two.id
        assert one.ticket != two.ticket
        assert one.ticket not in repr(one)
        assert one.child.keys.secret not in repr(one)

    run(test)


def test_no_more_visitors_than_places_also_when_they_come_together():
    async def test(rooms, start):
        came = await asyncio.gather(*(rooms.take() for _ in range(9)), return_exceptions=True)
        assert sum(isinstance(answer, FullError) for answer in came) == 6
        await asyncio.sleep(0.6)
        assert start.alive == 3

    run(test, count=3, seconds=0.05)


def test_a_place_comes_back_when_its_visitor_has_left():
    async def test(rooms, start):
        stays, leaves = await rooms.take(), await rooms.take()
        stays.sockets, stays.opened, leaves.opened = 1, True, True
        await until(lambda: rooms.find(leaves.id) is None)
        assert rooms.find(stays.id) is stays
        await until(lambda: not leaves.child.alive)
        await until(lambda: start.alive == 2)
        again = await rooms.take()
        assert again.id != leaves.id

    run(test, idle=0.3)


def test_who_never_opened_the_page_is_not_waited_for_as_long(monkeypatch):
    monkeypatch.setattr(pool, "UNOPENED", 0.1)

    async def test(rooms, _start):
        opened, never = await rooms.take(), await rooms.take()
        opened.opened = True
        await until(lambda: rooms.find(never.id) is None)
        assert rooms.find(opened.id) is opened

    run(test)


def test_a_crash_gives_the_place_back(caplog):
    async def test(rooms, _start):
        one, _two = await rooms.take(), await rooms.take()
        with pytest.raises(FullError):
            await rooms.take()
        await one.child.crash()
        assert rooms.find(one.id) is None
        await until(lambda: "ended with -11" in caplog.text)
        await until(lambda: rooms.used == 1)
        assert (await rooms.take()).child.alive
        assert one.ticket not in caplog.text

    run(test)


def test_who_crashed_may_begin_anew_before_anybody_looked_round():
    async def test(rooms, _start):
        one, two = await rooms.take(), await rooms.take()
        with pytest.raises(FullError):
            await rooms.take()
        await one.child.crash()
        await two.child.crash()
        # At once: the keeper has not seen it yet.
        again = await rooms.take()
        assert again.child.alive
        assert rooms.used == 1

    run(test)


def test_a_spare_that_crashed_is_not_given():
    async def test(rooms, start):
        await start.children[0].crash()
        assert (await rooms.take()).child.alive

    run(test)


def test_a_child_that_cannot_start_takes_no_place():
    async def test(rooms, start):
        await rooms.take()
        start.error = ChildError(4)
        await asyncio.sleep(0.4)
        with pytest.raises(ChildError):
            await rooms.take()
        assert rooms.used == 1
        start.error = None
        assert (await rooms.take()).child.alive

    run(test, count=3)


def test_a_child_that_still_starts_is_ended_too():
    async def test(rooms, start):
        start.seconds = 30.0
        await rooms.take()
        await until(lambda: rooms._spare is not None)
        coming = asyncio.ensure_future(rooms.take())
        await asyncio.sleep(0.05)
        await asyncio.wait_for(rooms.close(), 2.0)
        coming.cancel()
        with pytest.raises((FullError, asyncio.CancelledError)):
            await coming

    run(test)


@pytest.mark.parametrize(
    ("cores", "memory", "wanted"), [(2, 64e9, 4), (8, 64e9, 16), (8, 4.9e9, 4), (2, 0.4e9, 1)]
)
def test_places_follow_from_cores_and_memory(monkeypatch, cores, memory, wanted):
    monkeypatch.setattr(places.os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    monkeypatch.setattr(places, "_of_the_machine", lambda: memory)
    monkeypatch.setattr(places, "_of_the_group", lambda: 1e15)
    assert places.places_on_this_machine() == wanted


def test_a_control_group_may_allow_less_than_the_machine_has(monkeypatch):
    monkeypatch.setattr(places, "_of_the_machine", lambda: 64e9)
    monkeypatch.setattr(places, "_of_the_group", lambda: 1.5e9)
    assert places.places_on_this_machine() == 1
