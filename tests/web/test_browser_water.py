"""Rain, and heat, water and heritage, in a browser: over the small scene of the commands, as it is served."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.web.axe import axe_source, violations
from tests.web.conftest import ROOT, AppPage, Pages
from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.render.opengl import find_opengl

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

RAIN, SPOTS = "[aria-label=Regen]", "[aria-label=Opgaven]"


@pytest.fixture(scope="module")
def klein_address(chromium, tmp_path_factory):
    """The address of the app over the small scene."""
    try:
        find_opengl()
    except MissingPartError as error:
        pytest.skip(f"{error}; {error.hint}")
    folder = tmp_path_factory.mktemp("project") / "scenes" / "klein"
    shutil.copytree(ROOT / "tests" / "cli" / "scenes" / "klein", folder)
    command = [sys.executable, "-m", "wijkgenese3d", "serve", str(folder), "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        line = process.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert "Traceback" not in errors, errors


@pytest.fixture(scope="module")
def klein(chromium, klein_address):
    """The pages of the app over the small scene."""
    pages = Pages(chromium, klein_address)
    yield pages
    pages.close()


@pytest.fixture
def small(klein, request):
    """The app over the small scene, on a laptop."""
    with klein.lend("laptop", request) as app:
        yield app
        app.page.click("[aria-label='Begin opnieuw']")
        app.still()


def test_rain_falls_is_told_and_can_be_changed(small):
    dry = small.still()
    small.page.click(RAIN)
    small.page.wait_for_selector(".wijk-rain table")
    wet = small.changed(dry)
    assert "100,0 procent" in small.text(".wijk-rain .note")
    assert small.page.get_attribute(RAIN, "aria-pressed") == "true"
    small.page.wait_for_function("document.querySelectorAll('.wijk-rain .bar:not(.none)').length === 2")
    small.page.select_option(".wijk-rain select", "zwaar")
    small.page.wait_for_selector("text=Dit is heel veel regen.")
    small.changed(wet, 0.2)
    small.page.click("text=Droog maken")
    small.page.wait_for_selector(".wijk-rain", state="detached")
    assert abs(small.still() - dry).mean() < 0.5


@pytest.mark.parametrize("typed", ["veel", "-3", "1e999"])
def test_a_wrong_amount_is_said_at_its_field(small, typed):
    small.page.click(RAIN)
    small.page.wait_for_selector(".wijk-rain table")
    before = small.text(".wijk-rain table >> nth=0")
    small.page.fill(".wijk-rain .two input >> nth=0", typed)
    small.page.keyboard.press("Tab")
    small.page.wait_for_selector(".wijk-rain .wrong")
    assert small.page.get_attribute(".wijk-rain .two input >> nth=0", "aria-invalid") == "true"
    assert small.text(".wijk-rain table >> nth=0") == before


def test_the_map_of_tasks_is_shown_by_keyboard(small):
    plain = small.still()
    small.page.focus(SPOTS)
    small.page.keyboard.press("Enter")
    small.page.wait_for_selector(".wijk-spots .said")
    laid = small.changed(plain)
    small.page.focus(".wijk-spots input >> nth=2")
    small.page.keyboard.press("Space")
    small.changed(laid, 0.2)
    assert "Een verzonnen kaart." in small.text(".wijk-spots")
    # In a time of which nothing is said, it says so.
    small.page.focus("#picture")
    small.page.keyboard.press("Home")
    small.page.wait_for_selector("text=Over deze tijd zegt het model hier niets over.")
    small.page.focus("#picture")
    small.page.keyboard.press("End")


@pytest.mark.parametrize(
    ("view", "panel", "title", "caveat"),
    [
        ("r=40,60", "rain", "Bui: 40 mm in 60 minuten", "Een verzonnen berekening."),
        ("o=heat,heritage,water", "spots", "Hitte, water en erfgoed", "Een verzonnen kaart."),
    ],
)
def test_a_link_says_in_the_picture_what_is_laid_over_it(small, view, panel, title, caveat):
    """No panel is open: what the colours are, and how little they are worth, is read all the same."""
    assert caveat not in small.text(".wijk-honest")
    small.page.evaluate("view => { location.hash = '#p=S3&' + view }", view)
    small.page.wait_for_selector(f".wijk-honest >> text={title}")
    assert caveat in small.text(".wijk-honest")
    assert small.page.query_selector(f".wijk-{panel}") is None
    small.page.focus(".wijk-honest .water button")
    small.page.keyboard.press("Enter")
    small.page.wait_for_selector(f".wijk-{panel} .said")
    assert caveat not in small.text(".wijk-honest")
    assert caveat in small.text(f".wijk-{panel}")
    # Who pressed it is still on it, and closes the panel with it.
    assert small.page.evaluate("document.activeElement.innerText") == title
    assert small.page.evaluate("document.activeElement.ariaExpanded") == "true"
    small.page.keyboard.press("Enter")
    small.page.wait_for_selector(f".wijk-{panel}", state="detached")
    assert caveat in small.text(".wijk-honest")
    assert small.page.evaluate("document.activeElement.innerText") == title


@pytest.mark.parametrize("view", ["r=40,60", "o=heat,heritage,water"])
def test_nothing_is_said_of_rain_or_map_where_they_are_not(small, view):
    """Of a time of which nothing is said nothing is drawn; nor in a picture of what changed."""
    small.page.evaluate("view => { location.hash = '#p=S3&' + view }", view)
    small.page.wait_for_selector(".wijk-honest .water")
    small.page.focus("#picture")
    small.page.keyboard.press("Home")
    small.page.wait_for_selector(".wijk-honest .water", state="detached")
    small.page.focus("#picture")
    small.page.keyboard.press("End")
    small.page.wait_for_selector(".wijk-honest .water")
    small.page.evaluate("view => { location.hash = '#p=S3&v=S2,-,swipe,50&' + view }", view)
    small.page.wait_for_selector(".wijk-picture.comparing .wijk-honest .water")
    small.page.evaluate("view => { location.hash = '#p=S3&v=S2,-,diff,50&' + view }", view)
    small.page.wait_for_selector(".wijk-honest .water", state="detached")
    assert "Schematisch model" in small.text(".wijk-honest")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["laptop", "phone"])
def test_axe_finds_nothing_in_their_panels(chromium, klein, size):
    klein.close()
    app = AppPage(chromium, klein.address, viewport={"width": size[0], "height": size[1]})
    app.page.evaluate(axe_source())
    found = {}
    for name, word in (("rain", "Regen"), ("spots", "Opgaven")):
        if size[0] < 720:
            app.page.click("[aria-label='Meer']")
            app.page.click(f".wijk-more >> text={word}")
        else:
            app.page.click(f"[aria-label={word}]")
        app.page.wait_for_selector(f".wijk-{name} .said")
        if name == "rain":
            app.page.click(".wijk-rain summary")
        found[name] = violations(app)
        app.page.click(f".wijk-{name} .plain")
        app.page.wait_for_selector(".wijk-honest .water")
        found[name] += violations(app)
        app.page.click(".wijk-honest .water button")
        app.page.click("text=Droog maken" if name == "rain" else "text=Kaart weghalen")
        app.page.wait_for_selector(f".wijk-{name}", state="detached")
    app.close()
    assert found == {"rain": [], "spots": []}
    assert app.errors == []
