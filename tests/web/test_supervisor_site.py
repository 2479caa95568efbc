"""What goes through the supervisor, and what does not: pages, sockets, headers, cookies, origins."""

import asyncio
import re
import tracemalloc

import aiohttp
import pytest
from aiohttp import WSMsgType

from tests.web.fake_child import LARGE, STATE
from tests.web.stub_child import house, until
from wijkgenese3d.web.plain_page import come_back, page_address
from wijkgenese3d.web.supervisor.proxy import MOST_FROM_VISITOR


def run(test, **options):
    async def whole():
        async with house(**options) as here:
            await test(here)

    asyncio.run(whole())


async def refused(guest, status, **headers):
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await guest.socket(**headers)
    assert caught.value.status == status


# ---------------------------------------------------------------- coming in


def test_a_visitor_gets_an_address_and_a_cookie_of_its_own_and_keeps_its_question():
    async def test(here):
        guest = here.guest()
        answer = await guest.enter("?lang=en&t=T06&naam=a%26b")
        assert answer.status == 303
        assert re.fullmatch(
            r"/s/[0-9a-f]{32}/index\.html\?lang=en&t=T06&naam=a%26b", answer.headers["Location"]
        )
        cookie = answer.headers["Set-Cookie"]
        assert f"Path={guest.folder};" in f"{cookie};"
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Secure" not in cookie
        assert answer.headers["Cache-Control"] == "no-store"
        seen = await (await guest.get("index.html?lang=en&t=T06&naam=a%26b")).json()
        assert seen["path"] == "/index.html?lang=en&t=T06&naam=a%26b"

    run(test)


def test_behind_https_the_cookie_and_the_socket_are_secure():
    async def test(here):
        guest = here.guest()
        answer = await guest.enter(**{"X-Forwarded-Proto": "https"})
        assert "Secure" in answer.headers["Set-Cookie"]
        told = await guest.get("paraview/", "POST", **{"X-Forwarded-Proto": "https"})
        assert (await told.json())["sessionURL"] == f"wss://USE_HOST{guest.folder}ws"

    run(test)


def test_the_page_is_told_its_socket_and_the_secret_of_its_own_child():
    async def test(here):
        one, two = here.guest(), here.guest()
        await one.enter()
        await two.enter()
        told = [await (await guest.get("paraview/", "POST")).json() for guest in (one, two)]
        secrets = [child.keys.secret for child in here.start.children]
        assert [answer["secret"] for answer in told] == secrets
        assert secrets[0] != secrets[1]
        assert told[0]["sessionURL"] == f"ws://USE_HOST{one.folder}ws"
        assert (await one.get("paraview/", "POST", Cookie="wijk_bezoek=x")).status == 403
        assert (await one.get("paraview/", "POST", **{"Sec-Fetch-Site": "cross-site"})).status == 403
        assert (await one.get("paraview/", "POST", **two.cookie)).status == 403

    run(test)


def test_a_copied_address_opens_nothing():
    async def test(here):
        guest, stranger = here.guest(), here.guest()
        await guest.enter()
        stranger.folder = guest.folder
        for cookie in ({}, {"Cookie": "wijk_bezoek=abc"}, {"Cookie": "wijk_bezoek=\u00e9"}):
            stranger.cookie = cookie
            first = await stranger.get("index.html?t=T06")
            assert first.status == 403
            assert "index.html?t=T06&amp;weer=1&amp;remove=weer" in await first.text()
            last = await stranger.get("index.html?t=T06&weer=1")
            assert last.status == 403
            text = await last.text()
            assert "Dit adres is van iemand anders" in text
            assert 'href="/index.html?t=T06"' in text
            assert (await stranger.get("large")).status == 403
            await refused(stranger, 403)

    run(test)


def test_a_full_house_says_so_in_both_languages():
    async def test(here):
        await here.guest().enter()
        answer = await here.guest().enter("?t=T06&lang=en")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
        text = await answer.text()
        assert '<html lang="en">' in text
        assert "All places are taken" in text
        assert "Er kijken nu al 1 mensen" in text
        assert 'href="/index.html?t=T06&amp;lang=en"' in text
        assert '<html lang="nl">' in await (await here.guest().enter()).text()

    run(test, places=1)


def test_only_a_person_who_opens_the_address_takes_a_place():
    async def test(here):
        for headers in (
            {"Sec-Fetch-Dest": "image"},
            {"Sec-Fetch-Dest": "iframe"},
            {"Sec-Purpose": "prefetch;prerender"},
        ):
            assert (await here.guest().enter(**headers)).status == 403
        assert (await here.client.head(here.address)).status == 405
        assert (await here.client.post(here.address)).status == 405
        assert here.pool.used == 0
        assert (await here.guest().enter(**{"Sec-Fetch-Dest": "document"})).status == 303

    run(test)


def test_an_ended_visit_has_a_page_that_leads_to_a_new_one():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        child = here.start.children[0]
        async with guest.socket() as socket:
            await child.crash()
            assert (await socket.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)
        answer = await guest.get("index.html?t=T06")
        assert answer.status == 410
        text = await answer.text()
        assert "Uw bezoek is gestopt" in text
        assert "langer dan 2 minuten" in text
        assert 'href="/index.html?t=T06"' in text
        await until(lambda: here.pool.used == 0)
        assert (await guest.enter()).status == 303

    run(test, idle=120.0)


def test_a_child_that_does_not_answer_is_said_too():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        await here.start.children[0].runner.cleanup()
        assert (await guest.get()).status == 410
        await refused(guest, 410)

    run(test)


# ---------------------------------------------------------------- headers


def test_a_child_sees_no_cookie_of_the_visitor_and_nothing_of_the_way():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        answer = await guest.get(
            Connection="keep-alive, X-Other",
            **{"X-Other": "1", "X-Forwarded-For": "1.2.3.4", "Accept-Language": "nl", "TE": "trailers"},
        )
        child = here.start.children[0]
        seen = {name.lower(): value for name, value in (await answer.json())["headers"].items()}
        assert seen["host"] == child.authority
        assert seen["cookie"] == child.headers["Cookie"]
        assert seen["accept-language"] == "nl"
        assert not {"x-other", "x-forwarded-for", "te", "transfer-encoding", "content-length"} & set(seen)

    run(test)


def test_a_visitor_sees_the_headers_of_the_app_but_not_those_between_child_and_supervisor():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        answer = await guest.get()
        assert answer.headers["Content-Security-Policy"] == "default-src 'self'"
        assert answer.headers["Server"] != "child"
        assert not {"Set-Cookie", "X-Between", "Connection"} & set(answer.headers)
        own = (await here.client.get(f"{here.address}/s/{'0' * 32}/index.html")).headers
        assert "default-src 'none'" in own["Content-Security-Policy"]
        assert own["X-Content-Type-Options"] == "nosniff"

    run(test)


def test_a_body_is_not_passed_on():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        assert (await guest.get(method="POST")).status == 405
        assert (await guest.get(method="PUT")).status == 405
        address = here.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(*address)
        cookie = guest.cookie["Cookie"]
        hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
        writer.write(
            f"GET {guest.folder}index.html HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n"
            f"Content-Length: {len(hidden)}\r\nConnection: close\r\n\r\n{hidden}".encode()
        )
        text = (await reader.read()).decode()
        writer.close()
        assert text.count("HTTP/1.1 ") == 1
        assert "/hidden" not in text

    run(test)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("a%20b/c.js?x=%26", '"path": "/a%20b/c.js?x=%26"'),
        ("a%2Fb", '"path": "/a%2Fb"'),
        ("a%0d%0aX-Bad:%201", "404"),
    ],
)
def test_a_path_stays_as_it_was_written(path, told):
    async def test(here):
        guest = here.guest()
        await guest.enter()
        address = here.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(*address)
        head = f"GET {guest.folder}{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        writer.write(f"{head}Cookie: {guest.cookie['Cookie']}\r\n\r\n".encode())
        text = (await reader.read()).decode()
        writer.close()
        assert "X-Bad" not in text.split("\r\n\r\n")[0]
        assert told in text

    run(test)


# ---------------------------------------------------------------- large things


def test_large_answers_and_messages_go_through_and_nothing_piles_up():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        assert await (await guest.get("large")).read() == LARGE
        async with guest.socket() as socket:
            await socket.send_str("large")
            assert (await socket.receive()).data == LARGE
            tracemalloc.start()
            for _ in range(12):
                await (await guest.get("large")).read()
                await socket.send_str("large")
                await socket.receive()
            left, _ = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        # Guest and child are in this process too, and may hold the last one: not 24.
        assert left < 3 * len(LARGE)

    run(test)


def test_a_visitor_may_not_send_huge_messages():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        async with guest.socket() as socket:
            await socket.send_bytes(b"x" * (MOST_FROM_VISITOR - 64))
            assert len((await socket.receive()).data) == MOST_FROM_VISITOR - 64
            await socket.send_bytes(b"x" * (MOST_FROM_VISITOR + 64))
            answer = await socket.receive()
            assert (answer.type, answer.data) == (WSMsgType.CLOSE, 1009)

    run(test)


# ---------------------------------------------------------------- sockets


def test_messages_go_both_ways_to_the_own_child():
    async def test(here):
        one, two = here.guest(), here.guest()
        await one.enter()
        await two.enter()
        async with one.socket() as first, two.socket() as second:
            for socket, child in zip((first, second), here.start.children, strict=True):
                await socket.send_str("origin")
                assert (await socket.receive()).data == f"http://{child.authority}"
            await first.send_bytes(b"\x00\xff")
            assert (await first.receive()).data == b"\x00\xff"
            await second.send_str("mine")
            assert (await second.receive()).data == "mine"

    run(test)


def test_the_reason_of_closing_goes_along_both_ways():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        state = here.start.children[0].runner.app[STATE]
        async with guest.socket() as socket:
            await socket.send_str("elsewhere")
            answer = await socket.receive()
            assert (answer.type, answer.data) == (WSMsgType.CLOSE, 4001)
        async with guest.socket() as socket:
            await socket.close(code=4100)
        await until(lambda: state.get("closed") == 4100)

    run(test)


def test_a_socket_that_the_child_refuses_is_refused():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        here.start.children[0].runner.app[STATE]["taken"] = True
        await refused(guest, 409)
        assert (await guest.get("ws")).status == 400

    run(test)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "https://{here}"}, 403),
        ({"Origin": "http://{here}", "X-Forwarded-Proto": "https"}, 403),
        ({"Origin": "http://evil.example", "Host": "evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://{here}", "X-Forwarded-Proto": "https"}, None),
        ({"Origin": "https://wijk.example"}, None),
    ],
)
def test_only_pages_of_this_server_connect(headers, status):
    async def test(here):
        guest = here.guest()
        await guest.enter()
        given = {
            name: value.format(here=here.address.removeprefix("http://")) for name, value in headers.items()
        }
        if status:
            await refused(guest, status, **given)
        else:
            async with guest.socket(**given) as socket:
                await socket.send_str("hello")
                assert (await socket.receive()).data == "hello"

    run(test, origins=("https://wijk.example",))


def test_an_open_page_keeps_its_place_and_a_reload_its_visit():
    async def test(here):
        guest = here.guest()
        await guest.enter()
        async with guest.socket():
            await asyncio.sleep(0.8)
            assert (await guest.get()).status == 200
        async with guest.socket():
            await asyncio.sleep(0.8)
        await until(lambda: here.pool.used == 0)
        assert (await guest.get()).status == 410

    run(test, idle=0.4)


# ---------------------------------------------------------------- addresses


def test_a_page_that_comes_back_does_not_take_over_for_a_link_on_another_site():
    assert "neem-over" not in come_back({"neem-over": "1", "t": "T06"})
    assert page_address({"remove": "x", "weer": "1", "lang": "en"}) == "index.html?lang=en"
    assert '"' not in come_back({'t"><script>': '"'}).split("url=")[1].split('">')[0]
