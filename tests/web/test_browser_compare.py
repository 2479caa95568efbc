"""Two moments compared, in a browser: every way, by pointer and by keys, and nothing for axe-core to find."""

import time

import numpy as np
import pytest

from tests.web.axe import axe_source, violations
from tests.web.conftest import AppPage
from tests.web.test_browser import CELL, FRAME

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

CHOICE = ".wijk-compare-choice"
ROW = f"{CHOICE} li button"
TWO = ".wijk-compare[data-two]"
BAR = ".wijk-compare-bar"
MORE = "[aria-label='Meer']"


def open_choice(app):
    if app.page.query_selector(MORE):
        app.page.click(MORE)
        app.page.click(".wijk-more >> text=Vergelijk met")
    else:
        app.page.click("[aria-label='Vergelijk met...']")
    app.page.wait_for_selector(CHOICE)


def compare(app, index=2, mode="swipe"):
    """Compare with a stop, from the last one."""
    app.start_again()
    open_choice(app)
    app.page.click(f"{ROW} >> nth={index}")
    app.page.wait_for_selector(TWO)
    if mode != "swipe":
        app.page.click(f"{BAR} [data-part={mode}]")
    app.page.wait_for_timeout(900)


def image(app, which):
    """One of the two images as sent, (h, w, 3)."""
    flat = app.page.evaluate(
        """async (which) => {
            const image = document.querySelector(`.block-image.${which}`);
            await image.decode().catch(() => {});
            const canvas = document.createElement('canvas');
            canvas.width = 160; canvas.height = 100;
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0, 160, 100);
            return Array.from(context.getImageData(0, 0, 160, 100).data);
        }""",
        which,
    )
    return np.array(flat, dtype=int).reshape(100, 160, 4)[..., :3]


def place(app):
    text = app.page.evaluate(
        "getComputedStyle(document.querySelector('.wijk-compare')).getPropertyValue('--wijk-at')"
    )
    return float(text.strip("% "))


def dates(app):
    return app.page.locator(".wijk-compare .date").all_inner_texts()


def test_a_period_is_chosen_and_two_pictures_stand_on_each_other(app):
    compare(app)
    assert dates(app) == ["100 n.Chr.", "2025"]
    now, then = image(app, "main"), image(app, "beside")
    assert abs(now - then).mean() > 1.0
    clips = app.page.evaluate(
        "['beside', 'main'].map(n => getComputedStyle(document.querySelector(`.block-image.${n}`)).clipPath)"
    )
    assert clips == ["inset(0px 50% 0px 0px)", "inset(0px 0px 0px 50%)"]
    assert "compared" in app.page.get_attribute(f"{CELL} >> nth=2", "class")
    assert app.text("[aria-live=polite]") == "U vergelijkt 100 n.Chr. met 2025."
    app.page.click(f"{BAR} [data-part=stop]")
    app.page.wait_for_selector(TWO, state="detached")
    app.page.wait_for_selector(BAR, state="detached")
    assert "compared" not in app.page.get_attribute(f"{CELL} >> nth=2", "class")


def test_the_border_moves_by_pointer_and_keys_without_a_new_picture(app):
    compare(app)
    app.still()
    app.page.evaluate(
        """() => {
            window.drawn = 0;
            const watch = new MutationObserver((all) => { window.drawn += all.length; });
            for (const one of document.querySelectorAll('.block-image'))
                watch.observe(one, { attributes: true, attributeFilter: ['src'] });
        }"""
    )
    box = app.page.query_selector(".wijk-compare .reach").bounding_box()
    assert box["width"] == box["height"] == 48
    x, y = box["x"] + 24, box["y"] + 24
    app.page.mouse.move(x, y)
    app.page.mouse.down()
    for k in range(1, 11):
        app.page.mouse.move(x - 20 * k, y)
    app.page.mouse.up()
    assert 25 < place(app) < 40
    at = place(app)
    app.page.keyboard.press("ArrowRight")
    app.page.keyboard.press("ArrowRight")
    assert place(app) == pytest.approx(round(at) + 2, abs=1)
    assert app.page.evaluate("document.activeElement.type") == "range"
    app.page.keyboard.press("Home")
    assert place(app) == 0
    app.page.wait_for_timeout(500)
    assert app.page.evaluate("window.drawn") == 0
    assert app.text(".wijk-story h2") == "Straten worden soms beken", "its keys are not those of the picture"
    app.page.keyboard.press("Escape")
    app.page.wait_for_selector(TWO, state="detached")


def test_one_camera_turns_both(app):
    compare(app)
    before = image(app, "main"), image(app, "beside")
    # Beside the border, which stands in the middle.
    box = app.page.query_selector(FRAME).bounding_box()
    x, y = box["x"] + 0.3 * box["width"], box["y"] + 0.7 * box["height"]
    app.page.mouse.move(x, y)
    app.page.mouse.down()
    app.page.mouse.move(x + 150, y, steps=8)
    app.page.mouse.up()
    app.still()
    for which, was in zip(("main", "beside"), before, strict=True):
        assert abs(image(app, which) - was).mean() > 1.0
    app.page.click("[aria-label='Begin opnieuw']")
    app.page.wait_for_selector(TWO, state="detached")


def test_side_by_side_each_half_is_looked_into(app):
    compare(app, mode="side")
    app.page.wait_for_selector(".wijk-compare[data-mode=side][data-two]")
    app.still()
    boxes = {
        which: app.page.query_selector(f".block-image.{which}").bounding_box() for which in ("main", "beside")
    }
    frame = app.page.query_selector(FRAME).bounding_box()
    assert boxes["main"]["width"] == pytest.approx(frame["width"] / 2, abs=1)
    assert boxes["beside"]["x"] == pytest.approx(frame["x"], abs=1)
    assert boxes["main"]["x"] == pytest.approx(frame["x"] + frame["width"] / 2, abs=1)
    size = app.page.evaluate(
        "[...document.querySelectorAll('.block-image')].map(i => i.naturalWidth / i.naturalHeight)"
    )
    assert size == pytest.approx([frame["width"] / 2 / frame["height"]] * 2, rel=0.02)
    spots = []
    for share in (0.25, 0.75):
        app.still()
        frame = app.page.query_selector(FRAME).bounding_box()
        app.page.mouse.click(frame["x"] + share * frame["width"], frame["y"] + frame["height"] / 2)
        spots.append(app.text(".wijk-core .where"))
        app.wait("document.querySelectorAll('.wijk-overlay .pin[data-kind=pin]').length === 2")
        app.page.click(".wijk-core [data-part=close]")
        app.page.wait_for_selector(".wijk-layers")
    numbers = [[float(part[1:]) for part in spot.replace(" ", "").split(",")] for spot in spots]
    # The same place in both halves is nearly the same spot; only the ground lies otherwise.
    assert np.abs(np.subtract(*numbers)).max() < 60
    app.page.click(f"{BAR} [data-part=stop]")


def test_side_by_side_a_cut_is_moved_by_its_handle_in_the_half_of_the_timeline(app):
    compare(app, mode="side")
    app.page.wait_for_selector(".wijk-compare[data-mode=side][data-two]")
    app.page.click("[aria-label='Hap eruit']")
    handle = ".wijk-compare .half.last .wijk-handles .x"
    app.page.wait_for_selector(handle)
    app.still()
    images, value = [image(app, which) for which in ("main", "beside")], app.page.get_attribute
    before, box = float(value(handle, "aria-valuenow")), app.page.query_selector(handle).bounding_box()
    x, y = box["x"] + 24, box["y"] + 24
    app.page.mouse.move(x, y)
    app.page.mouse.down()
    app.page.mouse.move(x + 50, y + 10, steps=8)
    app.page.mouse.up()
    app.still()
    box = app.page.query_selector(handle).bounding_box()
    # It stands under the hand, as far as its own axis goes; both moments are cut anew.
    assert box["x"] + 24 == pytest.approx(x + 50, abs=15)
    assert abs(float(value(handle, "aria-valuenow")) - before) > 10
    for which, was in zip(("main", "beside"), images, strict=True):
        assert abs(image(app, which) - was).mean() > 0.3
    app.page.click("[aria-label='Begin opnieuw']")
    app.page.wait_for_selector(TWO, state="detached")


def test_the_difference_is_told_in_numbers(app):
    compare(app, mode="diff")
    app.page.wait_for_selector(".wijk-difference table")
    text = app.text(".wijk-difference")
    assert "Van 100 n.Chr. naar 2025" in text
    assert "opgehoogd" in text
    assert "Gebouwen" in text
    assert len(app.page.query_selector_all(".wijk-difference .wijk-steps li")) == 7
    # Of what is cut open nothing is seen here: that is said, as long as it is so.
    note = ".wijk-difference .note:has-text('hoe het blok open is')"
    assert not app.page.query_selector(note)
    app.page.click("[aria-label='Deksel optillen']")
    app.page.wait_for_selector(note)
    app.page.click("[aria-label='Deksel optillen']")
    app.page.wait_for_selector(note, state="detached")
    before = app.still()
    app.page.click(".wijk-difference .fly >> nth=0")
    app.changed(before, 1.0)
    app.page.click(".wijk-difference [data-part=close]")
    app.page.wait_for_selector(".wijk-compare .told")
    app.page.click(f"{BAR} [data-part=table]")
    app.page.wait_for_selector(".wijk-difference table")
    app.page.click(f"{BAR} [data-part=swipe]")
    app.page.wait_for_selector(TWO)
    assert not app.page.query_selector(".wijk-difference")


def test_the_numbers_can_be_taken_away(chromium, free):
    app = AppPage(chromium, free, viewport={"width": 1366, "height": 768})
    app.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    try:
        compare(app, mode="diff")
        app.page.wait_for_selector(".wijk-difference table")
        app.page.click(".wijk-difference [data-part=copy]")
        app.page.wait_for_selector("text=De tabel is gekopieerd")
        csv = app.page.evaluate("navigator.clipboard.readText()")
        assert csv.startswith("what,from,to,value,unit\nraised,T06,T14,")
        app.page.click(".wijk-difference [data-part=command]")
        app.page.wait_for_selector("text=De opdracht is gekopieerd")
        command = app.page.evaluate("navigator.clipboard.readText()")
        assert command == "wijkgenese3d diff scenes/proefdal T06 T14"
    finally:
        app.page.click(f"{BAR} [data-part=stop]")
        app.close()
    assert app.errors == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("gisteren", "Dit jaar begrijpen we niet"),
        ("99999", "We laten zien"),
        ("12e4x", "Dit jaar begrijpen we niet"),
        ("2025", "Dit moment ziet u al"),
    ],
)
def test_a_year_that_cannot_be_is_told_at_the_field(app, typed, said):
    before = app.start_again()
    open_choice(app)
    app.page.fill(f"{CHOICE} input", typed)
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector(f"{CHOICE} .help.error:has-text('{said}')")
    assert app.page.input_value(f"{CHOICE} input") == typed
    assert app.page.get_attribute(f"{CHOICE} input", "aria-invalid") == "true"
    app.page.keyboard.press("Escape")
    app.page.wait_for_selector(CHOICE, state="detached")
    assert not app.page.query_selector(BAR)
    assert abs(app.still() - before).mean() < 0.5


def test_the_moment_that_is_shown_is_refused_in_the_list_too(app):
    app.start_again()
    open_choice(app)
    app.page.click(f"{ROW} >> nth=3")
    app.page.wait_for_selector(f"{CHOICE} .help.error")
    app.page.keyboard.press("Escape")


def test_keyboard_alone_is_enough(app):
    app.start_again()
    app.page.focus(FRAME)
    app.page.keyboard.press("v")
    app.page.wait_for_selector(CHOICE)
    app.page.focus(f"{CHOICE} input")
    app.page.keyboard.type("1000")
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector(TWO)
    assert dates(app) == ["1000", "2025"]
    app.page.wait_for_selector(".wijk-timeline .mark.compared")
    app.page.focus(FRAME)
    app.page.keyboard.press("Home")
    app.wait_title("Het ijs duwt")
    app.wait("document.querySelector('.wijk-compare .date').innerText.includes('150.000')")
    assert dates(app) == ["ca. 150.000 jaar geleden", "1000"]
    app.page.keyboard.press("End")
    app.page.focus(f"{BAR} [data-part=swap]")
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector("text=U ziet 1000, tussen")
    app.page.focus(FRAME)
    app.page.keyboard.press("Escape")
    app.page.wait_for_selector(TWO, state="detached")


def test_playing_moves_one_and_leaves_the_other(app):
    compare(app, index=1)
    app.page.click("[aria-label='Speel af']")
    app.wait_title("Het ijs duwt")
    app.wait("document.querySelectorAll('.wijk-compare .date')[1]?.innerText === '5000 v.Chr.'")
    app.page.click("[aria-label='Pauze']")
    assert dates(app)[0].startswith("ca. 150.000")
    app.page.click(f"{CELL} >> nth=1")
    app.page.wait_for_selector("text=U ziet twee keer hetzelfde moment.")
    app.page.click(f"{BAR} [data-part=stop]")


def test_the_legend_tells_of_both(wall):
    wall.start_again()
    wall.still()
    alone = set(wall.page.locator(".wijk-legend li").all_inner_texts())
    open_choice(wall)
    wall.page.click(f"{ROW} >> nth=2")
    wall.page.wait_for_selector(TWO)
    wall.wait(f"document.querySelectorAll('.wijk-legend li').length > {len(alone)}")
    both = set(wall.page.locator(".wijk-legend li").all_inner_texts())
    assert alone < both
    wall.page.click(f"{BAR} [data-part=stop]")


def test_a_phone_has_the_border_and_the_difference(phone):
    compare(phone)
    assert phone.page.locator(f"{BAR} .mode").all_inner_texts() == ["Schuif", "Verschil"]
    assert phone.page.query_selector(".wijk-dock .compared")
    for button in phone.page.query_selector_all(f"{BAR} button"):
        box = button.bounding_box()
        assert box["width"] >= 44
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    at = place(phone)
    box = phone.page.query_selector(".wijk-compare .reach").bounding_box()
    x, y = box["x"] + 24, box["y"] + 24
    phone.page.mouse.move(x, y)
    phone.page.mouse.down()
    phone.page.mouse.move(x + 80, y, steps=5)
    phone.page.mouse.up()
    assert place(phone) > at + 15
    phone.page.click(f"{BAR} [data-part=diff]")
    phone.page.wait_for_selector(".wijk-lower-sheet .wijk-difference table")
    phone.page.click(".wijk-difference [data-part=close]")
    phone.page.wait_for_selector(".wijk-compare .told")
    phone.page.click(f"{BAR} [data-part=stop]")


def test_a_narrow_page_has_no_two_blocks_side_by_side(app):
    compare(app, mode="side")
    app.page.set_viewport_size({"width": 900, "height": 700})
    app.page.wait_for_selector(".wijk-compare[data-mode=swipe]")
    assert not app.page.query_selector(f"{BAR} [data-part=side]")
    app.page.click(f"{BAR} [data-part=stop]")
    app.page.set_viewport_size({"width": 1366, "height": 768})


CALL = """async ([method, args]) => {
    const session = window.trame.client.getConnection().getSession();
    const silence = new Promise(resolve => setTimeout(() => resolve('silence'), 400));
    try { return await Promise.race([session.call(method, args), silence]); }
    catch (error) { return 'refused'; }
}"""


def test_a_visitor_cannot_break_it(app):
    app.start_again()
    for name, args in (
        ("compare", ["2"]),
        ("compare", [10**9]),
        ("compare", [-1]),
        ("compare", [True]),
        ("compare_year", [2025]),
        ("compare_year", ["9" * 100_000]),
        ("compare_mode", ["side"]),
        ("compare_mode", [{}]),
        ("compare_swap", []),
        ("compare_look", ["raised"]),
        ("compare_csv", [True]),
        ("compare_stop", []),
    ):
        app.page.evaluate(CALL, ["trame.trigger", [name, args, {}]])
    for value in (2, "x", None, True):
        change = [
            [{"key": "AppState__cmp_at", "value": value}, {"key": "AppState__cmp_mode", "value": "side"}]
        ]
        app.page.evaluate(CALL, ["trame.state.update", change])
    app.errors.clear()
    time.sleep(0.3)
    assert not app.page.query_selector(BAR)
    compare(app)
    assert place(app) == 50
    app.page.click(f"{BAR} [data-part=stop]")


@pytest.mark.slow
@pytest.mark.parametrize(
    "size", [(1920, 1080), (1366, 768), (390, 844), (683, 384)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_axe_finds_nothing(chromium, free, size):
    source = axe_source()
    app = AppPage(chromium, free, viewport={"width": size[0], "height": size[1]})
    found = {}

    def look(name):
        if wrong := violations(app):
            found[name] = wrong

    try:
        app.start_again()
        app.page.evaluate(source)
        open_choice(app)
        look("choice")
        app.page.fill(f"{CHOICE} input", "x")
        app.page.keyboard.press("Enter")
        app.page.wait_for_selector(f"{CHOICE} .help.error")
        look("error")
        app.page.click(f"{ROW} >> nth=2")
        app.page.wait_for_selector(TWO)
        look("swipe")
        if size[0] >= 1024:
            app.page.click(f"{BAR} [data-part=side]")
            look("side")
        app.page.click(f"{BAR} [data-part=diff]")
        app.page.wait_for_selector(".wijk-difference table")
        look("difference")
        app.page.click(".wijk-difference [data-part=close]")
        app.page.wait_for_selector(".wijk-compare .told", state="attached")
        look("difference without panel")
        app.page.click(f"{BAR} [data-part=stop]")
    finally:
        app.close()
    assert found == {}
    assert app.errors == []
