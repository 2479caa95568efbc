"""A child of the supervisor without a scene: what it was asked, it tells."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import WSMsgType, web

from wijkgenese3d.web.door import Keys
from wijkgenese3d.web.supervisor import end_with_supervisor, tell_supervisor

LARGE = bytes(range(256)) * 16_384
"""4 MiB: more than a visitor may send at once, less than a child may."""

STATE = web.AppKey("state", dict)
"""What a test sets, or wants to know."""


async def page(request):
    """Tell what was asked; the headers are those that must not go through."""
    told = {"method": request.method, "path": request.raw_path, "headers": dict(request.headers)}
    headers = {
        "Connection": "X-Between",
        "X-Between": "1",
        "Content-Security-Policy": "default-src 'self'",
        "Server": "child",
    }
    response = web.json_response(told, headers=headers)
    response.set_cookie("child", "secret")
    return response


async def large(request):
    """Send a large body in pieces, without saying how large."""
    response = web.StreamResponse()
    await response.prepare(request)
    for k in range(0, len(LARGE), 1 << 16):
        await response.write(LARGE[k : k + (1 << 16)])
    return response


async def socket(request):
    """Send back what comes; some words have a meaning."""
    if request.app[STATE].get("taken"):
        raise web.HTTPConflict
    answer = web.WebSocketResponse(max_msg_size=0)
    await answer.prepare(request)
    async for message in answer:
        if message.type is WSMsgType.BINARY:
            await answer.send_bytes(message.data)
        elif message.data == "large":
            await answer.send_bytes(LARGE)
        elif message.data == "origin":
            await answer.send_str(request.headers["Origin"])
        elif message.data == "elsewhere":
            await answer.close(code=4001, message=b"elsewhere")
        else:
            await answer.send_str(message.data)
    request.app[STATE]["closed"] = answer.close_code
    return answer


def application(keys):
    """Return the app; it answers only who has the ticket."""

    @web.middleware
    async def guard(request, handler):
        if request.cookies.get(keys.cookie) != keys.ticket:
            raise web.HTTPForbidden
        return await handler(request)

    app = web.Application(middlewares=[guard])
    app[STATE] = {}
    app.router.add_get("/large", large)
    app.router.add_get("/ws", socket)
    app.router.add_get("/{path:.*}", page)
    return app


async def main():
    """Serve as a child does."""
    end_with_supervisor()
    if "--fail" in sys.argv:
        sys.stderr.write("error: it does not work\nhint: try something else\n")
        sys.exit(int(sys.argv[-1]))
    keys, loop = Keys(), asyncio.get_running_loop()
    runner = web.AppRunner(application(keys), handle_signals=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    tell_supervisor(f"http://127.0.0.1:{runner.addresses[0][1]}/", keys, "Niets")
    print("what is printed later is no answer")  # noqa: T201
    await loop.create_future()


if __name__ == "__main__":
    asyncio.run(main())
