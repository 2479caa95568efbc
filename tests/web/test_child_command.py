"""A command as a child of the app: its lines, its exit code, and an end that takes all it started along."""

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from wijkgenese3d.web.child_command import ChildCommand

pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")

TELLS = "import sys; sys.stderr.write('error: a\\nhint: é\\n'); print(sys.argv[1:]); sys.exit(3)"
STARTS_ANOTHER = (
    "import subprocess, sys, time;"
    "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "sys.stderr.write(f'{one.pid}\\n'); sys.stderr.flush(); time.sleep(60)"
)


def program(script):
    return ChildCommand((sys.executable, "-c", script))


def test_lines_and_exit_code_come_back():
    lines = []
    assert asyncio.run(program(TELLS)(["still"], lines.append)) == 3
    assert lines == ["error: a", "hint: é"]


def test_who_is_stopped_takes_all_that_it_started_along():
    async def work():
        lines = []
        task = asyncio.create_task(program(STARTS_ANOTHER)([], lines.append))
        while not lines:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return int(lines[0])

    assert _gone(asyncio.run(work()))


def test_a_command_ends_when_the_app_is_killed():
    script = (
        "import asyncio, os;"
        "from wijkgenese3d.web.child_command import ChildCommand;"
        f"run = ChildCommand(({sys.executable!r}, '-c', "
        "'import os, sys, time; from wijkgenese3d.web.parent_watch import end_with_parent;"
        " end_with_parent(); sys.stderr.write(str(os.getpid()) + chr(10)); sys.stderr.flush();"
        " time.sleep(60)'));"
        "tell = lambda line: (print(line, flush=True), os.kill(os.getpid(), 9));"
        "asyncio.run(run([], tell))"
    )

    async def work():
        app = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
        )
        told = await app.stdout.readline()
        await app.wait()
        return int(told)

    assert _gone(asyncio.run(work()))


def _gone(pid):
    """Wait until a process is no more, or only waits to be forgotten."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    os.kill(pid, 9)
    return False
