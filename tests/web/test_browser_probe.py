"""Looking into the ground in a browser: places, two pins, what is taken along, keys and fingers."""

import csv
import io

import pytest
from PIL import Image

from tests.web.axe import axe_source, violations
from tests.web.conftest import AppPage, until

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

FIELD = ".wijk-find [role=combobox]"
WHERE = ".wijk-core .where"
PINS = ".wijk-overlay .pin[data-kind=pin]"
KEEP, SECOND = "[data-part=keep]", ".wijk-pair"


@pytest.fixture
def desk(app):
    """The app, with the panel open and nothing in it."""
    app.start_again()
    app.page.click("[aria-label='Prik hier']")
    app.page.wait_for_selector(FIELD)
    yield app
    close(app)


def close(app):
    """Close the panel, wherever a test left it: with a script, for it may be closing already."""
    app.page.evaluate("document.querySelector('.wijk-core [data-part=close]')?.click()")
    app.page.wait_for_selector(".wijk-core", state="detached")


def find(app, text):
    app.page.fill(FIELD, text)
    app.page.press(FIELD, "Enter")


def two(app):
    find(app, "Proefdal")
    app.page.wait_for_selector(WHERE)
    app.page.click(KEEP)
    app.page.wait_for_selector(".wijk-core .wait")
    find(app, "188500, 426900")
    app.page.wait_for_selector(SECOND)


def test_a_place_is_found_by_part_of_its_name_with_keys_alone(desk):
    before = desk.pixels()
    desk.page.focus(FIELD)
    desk.page.keyboard.type("STRA")
    option = desk.page.wait_for_selector("[role=option]")
    assert option.inner_text().split("\n") == ["Dalstraat", "vanaf 1910"]
    desk.page.keyboard.press("ArrowDown")
    assert desk.page.get_attribute("[role=option]", "aria-selected") == "true"
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector(WHERE)
    assert desk.text(WHERE) == "x 188660, y 426835"
    desk.changed(before)
    desk.still()
    pin = desk.page.query_selector(PINS).bounding_box()
    frame = desk.page.query_selector("#picture").bounding_box()
    across = (pin["x"] + pin["width"] / 2 - frame["x"]) / frame["width"]
    assert across == pytest.approx(0.5, abs=0.03), "the camera looks at it"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Kerkstraat", "Deze naam kennen we niet"),
        ("Verre dijk", "ligt buiten het blok"),
        ("1, 1", "Kies x van 188400 tot 189000"),
        ("189392", "Typ twee getallen"),
        ("", "Typ een naam"),
        ("<img src=x onerror=alert(1)>", "Deze naam kennen we niet"),
    ],
)
def test_what_cannot_be_found_is_said_at_the_field_and_the_view_stays(desk, typed, said):
    before = desk.still()
    find(desk, typed)
    desk.page.wait_for_selector(f".wijk-find [role=alert]:has-text('{said}')")
    assert desk.page.get_attribute(FIELD, "aria-invalid") == "true"
    assert abs(desk.still() - before).mean() < 0.01
    assert not desk.page.query_selector(PINS)
    desk.page.type(FIELD, "dal")
    desk.page.wait_for_selector(".wijk-find [role=alert]", state="detached")


def test_two_pins_stand_side_by_side_on_the_block_and_in_the_panel(desk):
    two(desk)
    desk.page.wait_for_function(f"document.querySelectorAll('{PINS} .letter').length === 2")
    assert desk.page.eval_on_selector_all(f"{PINS} .letter", "all => all.map((one) => one.textContent)") == [
        "A",
        "B",
    ]
    assert desk.page.eval_on_selector_all(
        ".wijk-pair .name i", "all => all.map((one) => one.textContent)"
    ) == [
        "A",
        "B",
    ]
    desk.page.press(".wijk-pair input[type=range]", "ArrowLeft")
    assert "A: " in desk.page.get_attribute(".wijk-pair input[type=range]", "aria-valuetext")
    assert desk.text(".wijk-core .apart")
    # Another panel hides theirs, and they stay on the block.
    desk.page.click("[aria-label='In woorden']")
    desk.page.wait_for_selector("#words-title")
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_selector("#words-title", state="detached")
    assert len(desk.page.query_selector_all(PINS)) == 2
    desk.page.click("[aria-label='Prik hier']")
    desk.page.wait_for_selector(SECOND)
    desk.page.click("[aria-label='Haal plek A weg']")
    desk.page.wait_for_selector(WHERE)
    assert desk.text(WHERE) == "x 188500, y 426900"
    assert not desk.page.query_selector(SECOND)


def test_a_click_on_the_block_sets_the_second_pin_and_moves_it(desk):
    find(desk, "Proefdal")
    desk.page.wait_for_selector(WHERE)
    desk.page.click(KEEP)
    desk.page.wait_for_selector(".wijk-core .wait")
    desk.still()
    box = desk.page.query_selector("#picture").bounding_box()
    spots = []
    for share in (0.45, 0.6):
        desk.page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.55)
        desk.page.wait_for_selector(SECOND)
        assert until(lambda: desk.text(".wijk-pair .spot >> nth=1") not in spots)
        spots.append(desk.text(".wijk-pair .spot >> nth=1"))
    assert "x 188760, y 426835" in desk.text(".wijk-pair .spot >> nth=0")


def test_keys_move_the_probe_and_shift_moves_it_farther(desk):
    find(desk, "Proefdal")
    desk.page.wait_for_selector(WHERE)
    desk.page.focus("#picture")
    desk.page.keyboard.press("p")
    desk.page.wait_for_timeout(800)

    def spot():
        x, y = (float(part.split()[1]) for part in desk.text(WHERE).split(", "))
        return x, y

    def moved(key):
        before = spot()
        desk.page.keyboard.press(key)
        assert until(lambda: spot() != before)
        return ((spot()[0] - before[0]) ** 2 + (spot()[1] - before[1]) ** 2) ** 0.5

    assert moved("ArrowUp") == pytest.approx(25, abs=1.5)
    assert moved("Shift+ArrowDown") == pytest.approx(100, abs=1.5)
    assert moved("Shift+ArrowLeft") == pytest.approx(100, abs=1.5)


def test_a_core_is_copied_and_saved(chromium, free, tmp_path):
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    app = AppPage(context, free)
    try:
        app.start_again()
        app.page.click("[aria-label='Prik hier']")
        find(app, "Proefdal")
        app.page.wait_for_selector(WHERE)
        app.page.click("[data-part=copy-csv]")
        app.page.wait_for_selector("text=De tabel is gekopieerd.")
        assert until(lambda: app.page.evaluate("navigator.clipboard.readText()").startswith("slice,"))
        copied = app.page.evaluate("navigator.clipboard.readText()")
        rows = list(csv.DictReader(io.StringIO(copied)))
        assert [row["slice"] for row in rows] == ["T01", "T04", "T06", "T14"]
        app.page.click("[data-part=copy]")
        assert until(lambda: "Schematisch model" in app.page.evaluate("navigator.clipboard.readText()"))
        for part, ending in (("save-png", "png"), ("save-svg", "svg"), ("save", "txt"), ("save-csv", "csv")):
            with app.page.expect_download() as waiting:
                app.page.click(f"[data-part={part}]")
            name = waiting.value.suggested_filename
            assert name == f"boring-x-188760-y-426835.{ending}"
            waiting.value.save_as(tmp_path / name)
        image = Image.open(tmp_path / "boring-x-188760-y-426835.png")
        assert image.width == 1400
        assert "x 188760" in image.text["Description"]
        text = (tmp_path / "boring-x-188760-y-426835.csv").read_text()
        assert text == copied
        assert "<svg" in (tmp_path / "boring-x-188760-y-426835.svg").read_text()
        close(app)
    finally:
        app.close()
        context.close()
    assert app.errors == []


def swipe(page, selector, dx, dy):
    """Move a finger over the page."""
    page.evaluate(
        """([selector, dx, dy]) => {
            const target = document.querySelector(selector);
            const box = target.getBoundingClientRect();
            const touch = (x, y) => new Touch({ identifier: 1, target, clientX: x, clientY: y });
            const x = box.x + box.width / 2, y = box.y + 5;
            const send = (type, at, on) => target.dispatchEvent(new TouchEvent(type, {
                bubbles: true, touches: on ? [at] : [], changedTouches: [at],
            }));
            send('touchstart', touch(x, y), true);
            send('touchend', touch(x + dx, y + dy), false);
        }""",
        [selector, dx, dy],
    )


@pytest.fixture
def hand(phone):
    """The app on a phone, which is left with its panel closed."""
    phone.start_again()
    yield phone
    close(phone)


def test_on_a_phone_the_sheet_grows_and_a_finger_goes_through_time(hand):
    hand.page.tap("[aria-label='Prik hier']")
    hand.page.wait_for_selector(FIELD)
    sheet = hand.page.query_selector(".wijk-lower-sheet")
    assert sheet.bounding_box()["height"] < 844 * 0.4, "without a spot the block stays in view"
    find(hand, "Proefdal")
    hand.page.wait_for_selector(WHERE)
    assert until(lambda: sheet.bounding_box()["height"] == pytest.approx(0.62 * 844, abs=3))
    swipe(hand.page, ".wijk-core .sentence", -120, 5)
    swipe(hand.page, ".wijk-core .sentence", 120, 5)
    hand.wait("document.querySelector('.wijk-story h2').textContent.startsWith('Romeinen')")
    swipe(hand.page, ".wijk-core .grab", 0, -90)
    assert until(lambda: sheet.bounding_box()["height"] == pytest.approx(0.92 * 844, abs=3))
    hand.page.tap(".wijk-core .grab")
    assert until(lambda: sheet.bounding_box()["height"] == pytest.approx(0.62 * 844, abs=3))
    two(hand)
    wide = hand.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "nothing scrolls sideways"
    swipe(hand.page, ".wijk-core .grab", 0, 90)
    hand.page.wait_for_selector(".wijk-core", state="detached")


def test_a_long_press_looks_into_the_ground(hand):
    box = hand.page.query_selector("#picture").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand.page.mouse.move(x, y)
    hand.page.mouse.down()
    hand.page.wait_for_selector(WHERE)
    hand.page.mouse.up()


@pytest.mark.slow
@pytest.mark.parametrize(
    "size", [(1920, 1080), (1366, 768), (683, 384), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_axe_finds_nothing_and_targets_are_large_enough(chromium, free, size):
    source = axe_source()
    app = AppPage(chromium, free, viewport={"width": size[0], "height": size[1]})
    found = {}

    def look(name):
        if wrong := violations(app):
            found[name] = wrong

    try:
        app.start_again()
        app.page.evaluate(source)
        app.page.click("[aria-label='Prik hier']")
        look("empty")
        app.page.fill(FIELD, "dal")
        app.page.wait_for_selector("[role=option]")
        app.page.keyboard.press("ArrowDown")
        look("a list")
        find(app, "nergens")
        app.page.wait_for_selector(".wijk-find [role=alert]")
        look("an error")
        two(app)
        look("two spots")
        for summary in app.page.query_selector_all(".wijk-core summary"):
            summary.click()
        look("all unfolded")
        small = app.page.evaluate(
            """() => [...document.querySelectorAll('.wijk-core button, .wijk-core summary, .wijk-core input')]
                .filter(one => one.offsetParent && !one.closest('.wijk-bars') && !one.closest('.wijk-log'))
                .map(one => [one.className || one.type, one.getBoundingClientRect().height])
                .filter(([name, height]) => height < 43.9 && name !== 'grab')"""
        )
    finally:
        close(app)
        app.close()
    assert found == {}
    assert small == []
    assert app.errors == []
