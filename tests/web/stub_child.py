"""A child in this process: for what has to be quick, and looked into."""

from __future__ import annotations

import asyncio
import contextlib
from types import SimpleNamespace

import aiohttp
from aiohttp import web

from tests.web.fake_child import application
from wijkgenese3d.web.door import Keys
from wijkgenese3d.web.supervisor.child import Child
from wijkgenese3d.web.supervisor.pool import Pool
from wijkgenese3d.web.supervisor.proxy import Proxy
from wijkgenese3d.web.supervisor.site import Site


class StubChild(Child):
    """A child whose process is a word; with a runner it serves."""

    def __init__(self, port=0, keys=None, runner=None):
        super().__init__(SimpleNamespace(returncode=None), port, keys or Keys())
        self.runner = runner

    async def stop(self):
        await self.crash(0)

    async def crash(self, code=-11):
        self.process.returncode = code
        if self.runner:
            await self.runner.cleanup()


class Starter:
    """Starts stubs and counts them; ``serving`` gives each an app."""

    def __init__(self, serving=False, seconds=0.0):
        self.serving, self.seconds = serving, seconds
        self.children, self.most, self.error = [], 0, None

    @property
    def alive(self):
        return sum(child.alive for child in self.children)

    async def __call__(self):
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        keys, runner, port = Keys(), None, 0
        if self.serving:
            runner = web.AppRunner(application(keys), shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            port = runner.addresses[0][1]
        self.children.append(StubChild(port, keys, runner))
        self.most = max(self.most, self.alive)
        return self.children[-1]


class Guest:
    """A browser: keeps the cookie and the address that it was given."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.folder, self.cookie = "", {}

    async def enter(self, query="", **headers):
        answer = await self.client.get(f"{self.address}/{query}", headers=headers, allow_redirects=False)
        if answer.status == 303:
            target = answer.headers["Location"]
            self.folder = target[: target.rindex("/") + 1]
            name, _, rest = answer.headers["Set-Cookie"].partition("=")
            self.cookie = {"Cookie": f"{name}={rest.split(';')[0]}"}
        return answer

    async def get(self, path="index.html", method="GET", **headers):
        return await self.client.request(
            method,
            self.address + self.folder + path,
            headers={**self.cookie, **headers},
            allow_redirects=False,
        )

    def socket(self, **headers):
        given = {"Origin": self.address, **self.cookie, **headers}
        return self.client.ws_connect(f"{self.address}{self.folder}ws", headers=given, max_msg_size=0)


@contextlib.asynccontextmanager
async def house(places=2, idle=60.0, origins=()):
    """A supervisor over stubs that serve: its address, its pool, its starter and a client."""
    start = Starter(serving=True)
    proxy, pool = Proxy(), Pool(start, places, idle)
    runner = web.AppRunner(Site(pool, proxy, origins).application(), shutdown_timeout=0.1)
    await pool.open(await start())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    client = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
    try:
        yield SimpleNamespace(
            pool=pool, start=start, address=address, guest=lambda: Guest(client, address), client=client
        )
    finally:
        await client.close()
        await pool.close()
        await proxy.close()
        await runner.cleanup()
    assert start.alive == 0


async def until(condition, seconds=5.0):
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)
