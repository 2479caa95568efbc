"""What somebody may try: each attack works on a trame server as it comes, and not on the app."""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import msgpack
import pytest

from tests.web.visitor import Visitor
from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.render.opengl import find_opengl

pytestmark = pytest.mark.opengl

ROOT = Path(__file__).resolve().parents[2]
HUGE = 400_000_000


class Target:
    """A server in a process of its own, and what an attacker knows of it."""

    def __init__(self, module, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.address = ""
        while not self.address.startswith("http"):
            line = self.process.stdout.readline()
            assert line, "the server did not start"
            self.address = line[line.find("http") :].strip() if "http" in line else ""
        self.origin = self.address.rstrip("/")
        visitor = Visitor(self.address)
        visitor.ask()
        secret = visitor.secret()
        self.secret = secret if isinstance(secret, str) else "wslink-secret"

    @property
    def alive(self):
        return self.process.poll() is None

    @property
    def megabytes(self):
        """Memory that it asked for."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmData")) / 1e3

    def end(self):
        self.process.terminate()
        self.process.communicate(timeout=20)

    @contextlib.asynccontextmanager
    async def socket(self, origin=None):
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(
                self.address.replace("http", "ws") + "ws", origin=origin or self.origin, max_msg_size=0
            ) as socket,
        ):
            yield socket

    async def call(self, socket, method, args, call_id="rpc:c0:1"):
        """Return the answer, as the page would get it; None where there is none."""
        message = msgpack.packb(
            {"wslink": "1.0", "id": call_id, "method": method, "args": args, "kwargs": {}}
        )
        number = int.from_bytes(os.urandom(4), "little")
        await socket.send_bytes(header(number, 0, len(message)) + message)
        for _ in range(20):
            try:
                answer = await asyncio.wait_for(socket.receive(), 3)
            except TimeoutError:
                return None
            if answer.type is not aiohttp.WSMsgType.BINARY:
                return None
            found = msgpack.unpackb(answer.data[12:], strict_map_key=False)
            if found.get("id") == call_id:
                return found
        return None

    async def hello(self, socket, secret=None):
        args = [{"secret": secret or self.secret}]
        answer = await self.call(socket, "wslink.hello", args, "system:c0:0")
        return "result" in (answer or {})


def header(number, offset, size):
    return b"".join(value.to_bytes(4, "little") for value in (number, offset, size))


async def constant_secret(target):
    async with target.socket() as socket:
        return await target.hello(socket, "wslink-secret")


async def foreign_page(target):
    try:
        async with target.socket("http://evil.example") as socket:
            return await target.hello(socket)
    except aiohttp.WSServerHandshakeError:
        return False


async def second_visitor(target):
    async with target.socket() as socket:
        await target.hello(socket)
        status, _ = await asyncio.to_thread(Visitor(target.address).ask)
        return status == 200


async def script_in_the_page(target):
    async with target.socket() as socket:
        await target.hello(socket)
        change = [{"key": "trame__template_main", "value": "<img src=x onerror=alert(1)>"}]
        await target.call(socket, "trame.state.update", [change])
        answer = await target.call(socket, "trame.state.get", [])
        return "onerror" in str(answer)


async def unknown_state(target):
    async with target.socket() as socket:
        await target.hello(socket)
        await target.call(socket, "trame.state.update", [[{"key": "something_else", "value": "x" * 1000}]])
        answer = await target.call(socket, "trame.state.get", [])
        return "something_else" in str(answer)


async def stack_trace(target):
    async with target.socket() as socket:
        await target.hello(socket)
        answer = await target.call(socket, "trame.state.update", [])
        return "Traceback" in str(answer)


async def huge_messages(target):
    before = target.megabytes
    async with target.socket() as socket:
        await target.hello(socket)
        for number in range(3):
            with contextlib.suppress(ConnectionError):
                await socket.send_bytes(header(number, 0, HUGE) + b"x")
        # Look all the while: a busy machine takes its time, and what was taken may be given back.
        until = time.monotonic() + 6
        while time.monotonic() < until:
            if target.megabytes > before + 700:
                return True
            await asyncio.sleep(0.05)
        return False


async def stop_the_server(target):
    async with target.socket() as socket:
        await target.hello(socket)
        with contextlib.suppress(ConnectionError):
            await target.call(socket, "application.exit", [])
    until = time.monotonic() + 5
    while target.alive and time.monotonic() < until:
        await asyncio.sleep(0.1)
    return not target.alive


# The last one leaves nothing to attack.
ATTACKS = [
    constant_secret,
    foreign_page,
    second_visitor,
    script_in_the_page,
    unknown_state,
    stack_trace,
    huge_messages,
    stop_the_server,
]


@pytest.fixture(scope="module")
def app():
    """The app."""
    try:
        find_opengl()
    except MissingPartError as error:
        pytest.skip(f"{error}; {error.hint}")
    target = Target("tests.web.synthetic_content", "0")
    yield target
    target.end()


@pytest.fixture(scope="module")
def bare():
    """A server as trame makes it."""
    target = Target("tests.web.bare_server")
    yield target
    target.end()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_works_on_a_bare_server_and_not_on_the_app(attack, app, bare):
    assert asyncio.run(attack(bare)) is True
    assert asyncio.run(attack(app)) is False
    assert app.alive
