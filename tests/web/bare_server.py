"""A trame server as it comes: what the attacks of :mod:`tests.web.test_attacks` work on."""

from __future__ import annotations

import os
import sys

from trame.app import get_server
from trame.ui.html import DivLayout
from trame.widgets import html

if __name__ == "__main__":
    os.environ["TRAME_ARGS"] = ""
    server = get_server(client_type="vue3")
    server.state.index = 0
    with DivLayout(server):
        html.P("{{ index }}")

    @server.controller.add("on_server_ready")
    def ready(**_):
        sys.stdout.write(f"http://localhost:{server.port}/\n")
        sys.stdout.flush()

    server.start(port=0, open_browser=False, show_connection_info=False)
