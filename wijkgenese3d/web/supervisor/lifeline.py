"""What a child does for its supervisor: say where it listens, and end when nobody needs it any more.

Its standard input is a pipe that closes when the supervisor is gone. Its standard output is a pipe too, for
the one line that opens this child; so no secret stands in a file, on a command line or in the environment.
"""

from __future__ import annotations

import json
import os
import sys
from urllib.parse import urlsplit

from wijkgenese3d.web.door import Keys
from wijkgenese3d.web.parent_watch import end_with_parent

__all__ = ["end_with_supervisor", "tell_supervisor"]

end_with_supervisor = end_with_parent
"""Have this process end as soon as the supervisor that started it is gone."""


def tell_supervisor(address: str, keys: Keys, title: str) -> None:
    """Say on the pipe where this child listens and what opens it; what is printed later goes to stderr."""
    told = {"port": urlsplit(address).port, "secret": keys.secret, "ticket": keys.ticket, "title": title}
    sys.stdout.flush()
    os.write(1, json.dumps(told).encode() + b"\n")
    os.dup2(2, 1)
