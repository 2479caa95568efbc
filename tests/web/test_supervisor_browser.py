"""Several visitors at one address, each with an app of their own, in a real browser."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.conftest import CELL, until
from tests.web.test_supervisor_process import children_of
from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.render.opengl import find_opengl

pytestmark = [pytest.mark.browser, pytest.mark.opengl, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
KLEIN = ROOT / "tests" / "cli" / "scenes" / "klein"


@pytest.fixture(scope="module")
def supervised(tmp_path_factory):
    """Command, process and address of a supervisor with two places, over the tiny scene, not built yet."""
    try:
        find_opengl()
    except MissingPartError as error:
        pytest.skip(f"{error}; {error.hint}")
    scene = tmp_path_factory.mktemp("supervised") / "scenes" / "klein"
    shutil.copytree(KLEIN, scene)
    command = [sys.executable, "-m", "wijkgenese3d", "serve", str(scene), "--per-user", "--no-browser"]
    command += ["--port", "0", "--visitors", "2", "--idle", "0.05"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    said = process.stdout.readline()
    assert said.startswith("Wijkgenese Klein: http"), said
    try:
        yield process, next(word for word in said.split() if word.startswith("http"))
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors, errors


class Person:
    """Somebody with a browser."""

    def __init__(self, chromium):
        self.context = chromium.new_context(viewport={"width": 1366, "height": 768})
        self.page = self.context.new_page()

    def open(self, address):
        answer = self.page.goto(address)
        if answer.status == 200:
            self.see()
        return answer.status

    def see(self, page=None):
        # A process that has to start first takes its time on a machine that does something else as well.
        (page or self.page).wait_for_selector(".block-image", timeout=90_000)

    def go_to(self, index):
        before = self.page.url
        self.page.click(f"{CELL} >> nth={index}")
        # The address follows when the view is quiet: a reload shows what it says.
        assert until(lambda: self.now() == index and self.page.url != before)

    def now(self):
        return self.page.evaluate(
            f"[...document.querySelectorAll('{CELL}')].findIndex(c => c.hasAttribute('aria-current'))"
        )


def test_two_visitors_have_two_apps(chromium, supervised):
    process, address = supervised
    one, two, three = (Person(chromium) for _ in range(3))
    assert one.open(f"{address}?lang=nl") == 200
    assert two.open(address) == 200
    assert "lang=nl" in one.page.url
    assert one.page.url.split("/s/")[1][:32] != two.page.url.split("/s/")[1][:32]
    one.go_to(0)
    two.go_to(1)
    assert (one.now(), two.now()) == (0, 1)

    # A reload keeps what was shown, and what the address said.
    one.page.reload()
    one.see()
    assert until(lambda: one.now() == 0)
    assert "lang=nl" in one.page.url
    assert "weer" not in one.page.url

    # A second tab of the same visit, and the address in somebody else's browser.
    second = one.context.new_page()
    assert second.goto(one.page.url).status == 409
    second.wait_for_selector("text=Deze app is al open", timeout=5000)
    three.page.goto(one.page.url)
    three.page.wait_for_selector("text=Dit adres is van iemand anders", timeout=5000)
    second.click("text=Hier verder")
    one.see(second)
    one.page.wait_for_selector("text=U kijkt nu ergens anders", timeout=5000)
    assert two.now() == 1

    # Full; then somebody leaves, and the place comes back. A link on another site leads in as well.
    assert three.open(address) == 503
    assert "Alle plaatsen zijn bezet" in three.page.inner_text("h1")
    one.context.close()
    three.page.goto(f"data:text/html,<a href='{address}?t=S2'>naar de wijk</a>")

    def lets_in():
        three.page.goto(f"data:text/html,<a href='{address}?t=S2'>naar de wijk</a>")
        three.page.click("text=naar de wijk")
        return "/s/" in three.page.url

    assert until(lets_in, 20.0)
    three.see()
    assert "t=S2" in three.page.url
    assert "weer" not in three.page.url

    # What crashes takes nobody along.
    address_of_three = three.page.url.split("#")[0]  # what stands behind it never reaches a server
    two.context.close()
    for pid in children_of(process.pid):
        os.kill(pid, signal.SIGKILL)
    three.page.wait_for_selector(".wijk-gone", timeout=5000)
    three.page.goto("about:blank")
    assert three.page.goto(address_of_three).status == 410
    three.page.click("text=Begin opnieuw")
    three.see()
    three.context.close()
