"""The supervisor and its children as processes: how they start, how they end, what they leave behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.web.visitor import Visitor
from wijkgenese3d.web.supervisor.child import ChildError, start_child

ROOT = Path(__file__).resolve().parents[2]
CHILD = [sys.executable, "-m", "tests.web.fake_child"]
SUPERVISOR = """
import asyncio, sys
from wijkgenese3d.web.supervisor import ChildError, Terms, supervise
def ready(title, address):
    print(title, address, flush=True)
command = [sys.executable, "-m", "tests.web.fake_child", *sys.argv[1:]]
try:
    asyncio.run(supervise(command, Terms(3, rest=0.0), port=0, on_ready=ready))
except ChildError as error:
    sys.exit(error.code)
"""


def children_of(pid):
    """Return the processes that this one started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(folder.name))
    return found


def gone(pids, seconds=8.0):
    """Wait until none of these runs."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(running(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def supervisor():
    """A supervisor over fake children; its address and its process."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    title, _, address = process.stdout.readline().strip().partition(" ")
    assert title == "Niets"
    yield process, address
    process.kill()
    process.communicate(timeout=20)


needs_proc = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_supervisor_that_is_stopped_ends_all_children(supervisor, number):
    process, address = supervisor
    visitor = Visitor(address)
    assert visitor.ask()[0] == 200
    deadline = time.monotonic() + 10
    while len(children_of(process.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    children = children_of(process.pid)
    assert len(children) == 2
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert gone(children, 0.2)
    assert "what is printed later is no answer" in errors
    assert "Traceback" not in errors


@needs_proc
def test_children_end_with_a_supervisor_that_was_killed(supervisor):
    process, _ = supervisor
    children = children_of(process.pid)
    assert children
    process.kill()
    process.wait(timeout=20)
    assert gone(children)


@needs_proc
def test_no_secret_can_be_seen_from_outside(supervisor):
    process, address = supervisor
    visitor = Visitor(address)
    visitor.ask()
    folder = visitor.last.partition("/s/")[2].partition("/")[0]
    secret = visitor.secret_at(f"s/{folder}/paraview/")
    assert len(secret) > 30
    for pid in (process.pid, *children_of(process.pid)):
        for name in ("cmdline", "environ"):
            assert secret.encode() not in Path(f"/proc/{pid}/{name}").read_bytes()
    assert not any(secret in path.name for path in Path("/tmp").iterdir())


@needs_proc
def test_a_child_of_its_own_session_is_not_reached_by_ctrl_c():
    async def whole():
        child = await start_child(CHILD, 20.0)
        assert os.getsid(child.process.pid) == child.process.pid
        assert child.title == "Niets"
        assert child.keys.secret not in repr(child)
        await child.stop()
        assert child.process.returncode != -signal.SIGKILL

    asyncio.run(whole())


ASKED = """
import select, signal, sys, time
from wijkgenese3d.web.door import Keys
from wijkgenese3d.web.supervisor import tell_supervisor
asked = []
signal.signal(signal.SIGTERM, lambda number, frame: asked.append(number))
tell_supervisor("http://127.0.0.1:1/", Keys(), "Telt")
while not asked:
    time.sleep(0.01)
time.sleep(0.3)
closed = bool(select.select([0], [], [], 0)[0])
open(sys.argv[1], "w").write("also by its pipe" if closed else "once")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is not asked there, but ended")
def test_a_child_is_asked_to_end_once(tmp_path):
    """A closed pipe is a second signal: while the loop of a child closes, stderr tells it as an error."""

    async def whole():
        child = await start_child([sys.executable, "-c", ASKED, str(tmp_path / "asked")], 20.0)
        await child.stop()

    asyncio.run(whole())
    assert (tmp_path / "asked").read_text(encoding="utf-8") == "once"


def test_a_child_ends_when_its_pipe_closes():
    async def whole():
        child = await start_child(CHILD, 20.0)
        child.process.stdin.close()
        await asyncio.wait_for(child.process.wait(), 8.0)

    asyncio.run(whole())


def test_a_child_that_does_not_get_ready_is_ended():
    async def whole():
        with pytest.raises(ChildError):
            await start_child([sys.executable, "-c", "import time; time.sleep(60)"], 0.3)

    asyncio.run(whole())


@pytest.mark.parametrize("told", ["print('nonsense')", "print('{}')"])
def test_a_program_that_is_no_child_is_said(told):
    async def whole():
        with pytest.raises(ChildError):
            await start_child([sys.executable, "-c", told], 20.0)

    asyncio.run(whole())


def test_what_is_wrong_with_the_first_child_is_passed_on():
    done = subprocess.run(
        [sys.executable, "-c", SUPERVISOR, "--fail", "4"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr == "error: it does not work\nhint: try something else\n"
    assert done.stdout == ""
