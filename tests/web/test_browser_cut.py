"""Cutting the block open in a browser: tools, handles, numbers, the section and its pointer."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

BITE, LINE = "[aria-label='Hap eruit']", "[aria-label=Doorsnede]"


def pressed(app, selector):
    return app.page.get_attribute(selector, "aria-pressed") == "true"


def value(app, key):
    return float(app.page.get_attribute(f".wijk-handles .{key}", "aria-valuenow"))


def middle(app, selector):
    box = app.page.query_selector(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_bite_is_taken_moved_by_hand_and_put_back(app):
    whole = app.start_again()
    app.page.click(BITE)
    bitten = app.changed(whole)
    assert pressed(app, BITE)
    before, z = value(app, "x"), value(app, "z")
    x, y = middle(app, ".wijk-handles .x")
    azimuth = app.still()
    app.page.mouse.move(x, y)
    app.page.mouse.down()
    app.page.mouse.move(x + 30, y + 10, steps=4)
    app.page.mouse.move(x + 60, y + 20, steps=4)
    app.page.mouse.up()
    app.changed(azimuth)
    app.still()
    assert abs(value(app, "x") - before) > 10
    assert value(app, "z") == z
    # A hand on a handle is no hand on the camera, and no click on the ground.
    assert app.page.get_attribute(".viewpoint", "aria-label") == "Standpunt: Overzicht"
    assert app.page.query_selector(".wijk-core") is None
    app.page.click(BITE)
    assert abs(app.changed(bitten) - whole).mean() < 60
    assert abs(app.still() - whole).mean() < 0.5


def test_handles_and_tools_work_by_keyboard(app):
    whole = app.start_again()
    app.page.focus("#picture")
    app.page.keyboard.press("h")
    app.page.wait_for_selector(".wijk-handles .z")
    app.page.focus(".wijk-handles .z")
    before = value(app, "z")
    app.page.keyboard.press("ArrowUp")
    app.wait(f"document.querySelector('.wijk-handles .z').ariaValueNow == {before + 1:g}")
    title = app.text(".wijk-story h2")
    app.page.focus("#picture")
    app.page.keyboard.press("h")
    app.page.keyboard.press("l")
    app.page.wait_for_selector("[aria-label='Deksel optillen'][aria-pressed=true]")
    lifted = app.changed(whole)
    app.page.keyboard.press("l")
    app.changed(lifted)
    app.page.keyboard.press("s")
    app.page.wait_for_selector(".wijk-section")
    assert app.text(".wijk-story h2") == title
    app.page.focus(".wijk-section .along input")
    app.page.keyboard.press("End")
    app.wait("document.querySelector('.wijk-section .told').innerText.includes('meter diep')")
    app.page.focus("#picture")
    app.page.keyboard.press("0")
    app.page.wait_for_selector(".wijk-section", state="detached")
    assert abs(app.still() - whole).mean() < 0.5


def test_two_clicks_make_a_section_with_a_pointer_and_files(app):
    app.start_again()
    app.page.click(LINE)
    assert "Kies twee punten" in app.text(".wijk-cut .hint")
    box = app.page.query_selector("#picture").bounding_box()
    at = lambda x, y: (box["x"] + x * box["width"], box["y"] + y * box["height"])  # noqa: E731
    app.page.mouse.click(*at(0.42, 0.55))
    app.page.wait_for_selector("text=Kies nu het tweede punt.")
    app.page.mouse.click(*at(0.6, 0.5))
    app.page.wait_for_selector(".wijk-section")
    app.still()
    # Neither click was one into the ground.
    assert app.page.query_selector(".wijk-core") is None
    x, y = middle(app, ".wijk-section .plot img")
    app.page.mouse.move(x, y)
    app.page.mouse.move(x + 2, y + 4)
    app.wait("document.querySelector('.wijk-section .told').innerText.includes('m NAP')")
    app.page.wait_for_selector(".wijk-overlay .pin[data-kind=pointer]")
    with app.page.expect_download() as found:
        app.page.click("[aria-label='CSV: Bewaar als tabel (CSV)']")
    name = found.value.suggested_filename
    assert name.startswith("doorsnede-T14-")
    assert name.endswith(".csv")
    assert len(found.value.path().read_text("utf-8").splitlines()) > 10
    app.page.click("[aria-label='Begin opnieuw']")
    app.page.wait_for_selector(".wijk-section", state="detached")


def test_keys_of_the_browser_and_letters_in_a_field_are_no_keys_of_the_picture(app):
    app.start_again()
    app.page.click(BITE)
    field = ".wijk-cut .numbers input >> nth=0"
    app.page.wait_for_selector(field)
    app.page.focus(field)
    app.page.keyboard.press("j")
    assert app.page.evaluate("document.activeElement.closest('.wijk-cut') !== null")
    app.page.focus("#picture")
    for keys in ("Control+j", "Meta+j", "Alt+j", "Meta+p"):
        app.page.keyboard.press(keys)
    assert app.page.evaluate("document.activeElement.id") == "picture"
    # Keys are read one after the other: the probe would have come before the words.
    app.page.keyboard.press("t")
    app.page.wait_for_selector("#words-title")
    assert not app.page.query_selector(".wijk-overlay .pin[data-kind=pin]")
    app.start_again()


@pytest.mark.parametrize("typed", ["tien", "99999", "-1e300"])
def test_a_wrong_number_is_said_at_its_field_and_the_picture_stays(app, typed):
    app.start_again()
    app.page.click(BITE)
    app.page.wait_for_selector(".wijk-handles .x")
    before, x = app.still(), value(app, "x")
    app.page.fill(".wijk-cut .numbers input >> nth=0", typed)
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector(".wijk-cut .wrong")
    assert app.page.get_attribute(".wijk-cut .numbers input >> nth=0", "aria-invalid") == "true"
    assert value(app, "x") == x
    assert abs(app.still() - before).mean() < 0.1
    assert app.page.input_value(".wijk-cut .numbers input >> nth=0") == typed
    app.page.keyboard.press("Escape")
    app.page.wait_for_selector(".wijk-cut .wrong", state="detached")
    assert float(app.page.input_value(".wijk-cut .numbers input >> nth=0")) == pytest.approx(x, abs=1)
    app.page.click("[aria-label='Begin opnieuw']")
    app.page.wait_for_selector(".wijk-cut", state="detached")


def test_the_numbers_of_a_phone_lie_below_the_picture(phone):
    whole = phone.start_again()
    phone.page.click("[aria-label='Meer']")
    phone.page.click(".wijk-more >> text=Hap eruit")
    phone.page.wait_for_selector(".wijk-lower-sheet .wijk-cut")
    phone.changed(whole)
    sheet = phone.page.query_selector(".wijk-lower-sheet").bounding_box()
    picture = phone.page.query_selector(".wijk-picture").bounding_box()
    assert sheet["y"] >= picture["y"] + picture["height"] - 1
    phone.page.click("text=Weer heel maken")
    phone.page.wait_for_selector(".wijk-cut", state="detached")
