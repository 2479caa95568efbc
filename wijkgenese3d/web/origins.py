"""Where a connection comes from: the page that opens it must be one of ours."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from aiohttp import web

__all__ = ["comes_from_us", "is_own_origin", "scheme_of"]


def is_own_origin(origin: str | None, host: str) -> bool:
    """Tell whether a page of this server opens the connection.

    Parameters
    ----------
    origin : str or None
        The header ``Origin``.
    host : str
        The header ``Host``. It must name this machine itself or an address, so that a name on the
        internet that leads here (DNS rebinding) is refused.
    """
    if not origin:
        return False
    page, here = urlsplit(origin), urlsplit(f"//{host}")
    if page.scheme not in ("http", "https") or page.netloc != here.netloc:
        return False
    return here.hostname == "localhost" or _is_address(here.hostname or "")


def _is_address(name: str) -> bool:
    """Tell whether a host is given as a number."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def scheme_of(request: web.Request) -> str:
    """Return how the visitor asks, ``http`` or ``https``; only a proxy on this machine may say otherwise."""
    told = request.headers.get("X-Forwarded-Proto", "").strip().lower()
    if told in ("http", "https") and _is_this_machine(request.remote or ""):
        return told
    return request.scheme


def comes_from_us(request: web.Request, origins: Collection[str] = ()) -> bool:
    """Tell whether a page of this server asks, opened in the way that is asked now.

    Parameters
    ----------
    request : web.Request
    origins : collection of str
        Origins that may connect beside the pages of this server, such as that of a proxy in front.
    """
    origin = request.headers.get("Origin")
    if origin in origins:
        return True
    return is_own_origin(origin, request.host) and urlsplit(origin or "").scheme == scheme_of(request)


def _is_this_machine(address: str) -> bool:
    if not _is_address(address):
        return False
    given = ip_address(address)
    mapped = given.ipv4_mapped if isinstance(given, IPv6Address) else None
    return (mapped or given).is_loopback
