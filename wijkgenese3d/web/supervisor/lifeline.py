"""What a child does for its supervisor: say where it listens, and end when nobody needs it any more.

A child gets a pipe as its standard input. Nothing is ever written to it: it closes when the supervisor is
gone, however that ended. Its standard output is a pipe too, for the one line that opens this child; so no
secret stands in a file, on a command line or in the environment.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
import threading
import time
from urllib.parse import urlsplit

from wijkgenese3d.web.door import Keys

__all__ = ["end_with_supervisor", "tell_supervisor"]

_PR_SET_PDEATHSIG = 1
_GRACE = 10.0
"""s: a child that does not end by itself gets this long."""


def end_with_supervisor() -> None:
    """Have this process end as soon as the supervisor that started it is gone."""
    if sys.platform.startswith("linux"):
        # The system says it too: at once, and also to a child that is too busy to look.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    threading.Thread(target=_wait, name="lifeline", daemon=True).start()


def _wait() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 64):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)


def tell_supervisor(address: str, keys: Keys, title: str) -> None:
    """Say on the pipe where this child listens and what opens it; what is printed later goes to stderr."""
    told = {"port": urlsplit(address).port, "secret": keys.secret, "ticket": keys.ticket, "title": title}
    sys.stdout.flush()
    os.write(1, json.dumps(told).encode() + b"\n")
    os.dup2(2, 1)
