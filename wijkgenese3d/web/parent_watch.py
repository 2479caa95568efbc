"""Ending with the process that started this one. Loads nothing: also commands that the app starts use it.

A child gets a pipe as its standard input. Nothing is ever written to it: it closes when the parent is gone,
however that ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time

__all__ = ["end_with_parent"]

_PR_SET_PDEATHSIG = 1
_GRACE = 10.0
"""s: a child that does not end by itself gets this long."""


def end_with_parent() -> None:
    """Have this process end as soon as the one that started it is gone."""
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
