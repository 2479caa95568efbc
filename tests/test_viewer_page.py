"""The built browser part in a browser, with the Vue of the app: what no test without a layout can see."""

import json
import os
from pathlib import Path

import pytest

from tests.test_viewer_build import VIEWER, hook

CHROMIUM = os.environ.get("WIJKGENESE_CHROMIUM", "/usr/bin/chromium")
DIST = VIEWER / "dist"

NAMES = (
    "150.000 IJs zeker, 140.000 Smeltwater zeker, 20.000 Koude steppe zeker, 5000 Bos waarschijnlijk, "
    "1000 Boeren waarschijnlijk, 12 Groot kamp waarschijnlijk, 100 Romeinen waarschijnlijk, "
    "1350 Woud en heide waarschijnlijk, 1825 Akkers waarschijnlijk, 1910 Stad groeit zeker, "
    "1935 Tuindorp waarschijnlijk, 1944 Oorlog zeker, 1960 Wederopbouw zeker, 1985 Auto's waarschijnlijk, "
    "2025 Nu zeker, 2050 Toekomst aanname"
)
STOPS = []
for text in NAMES.split(", "):
    number, *short, certainty = text.split()
    STOPS.append(
        {
            "id": f"T{len(STOPS)}",
            "number": number,
            "label": f"ca. {number}",
            "short": " ".join(short),
            "title": "Titel",
            "certainty": certainty,
            "cell": number != "12",
            "missing": False,
        }
    )
BANDS = [
    {"nr": 1, "name": "Gebruik natuur als leefomgeving", "short": "Natuur", "first": 0, "last": 5},
    {"nr": 2, "name": "Veiligheid", "short": "Veiligheid", "first": 6, "last": 6},
    {"nr": 3, "name": "Landaanwinning", "short": "Land", "first": 7, "last": 7},
    {"nr": 4, "name": "Bescherming functies en gebieden", "short": "Bescherming", "first": 8, "last": 10},
    {"nr": 5, "name": "Sectorale prioriteiten", "short": "Prioriteiten", "first": 11, "last": 12},
    {"nr": 6, "name": "Sectorale verbindingen", "short": "Verbindingen", "first": 13, "last": 13},
    {"nr": 7, "name": "Systeemverantwoordelijkheid", "short": "Systeem", "first": 14, "last": 14},
]
ERAS = [{"name": "jaar geleden", "span": 3}, {"name": "v.Chr.", "span": 2}, {"name": "n.Chr.", "span": 10}]
PROPS = {"stops": STOPS, "bands": BANDS, "eras": ERAS}

MOUNT = """
props => {
  const app = Vue.createApp({
    data: () => ({ ...props, index: 14, picks: [] }),
    template: `<div class="wijk">
      <div style="height: 300px"><wijk-stage @pick="picks.push($event)"><i class="picture"
        style="display: block; height: 300px"></i></wijk-stage></div>
      <wijk-timeline :stops="stops" :eras="eras" :bands="bands" :index="index" :narrow="narrow" :words="{}"
        :density="density" @step="index = $event"></wijk-timeline></div>`,
  })
  app.use(window.wijk_viewer)
  window.state = app.mount('#page')
}
"""
CLIPPED = """
() => [...document.querySelectorAll('.cell b, .cell .name, .era, .wijk-band li, .big b')].filter(one => {
  const box = one.getBoundingClientRect(), cell = one.closest('.cell, .line, .big').getBoundingClientRect()
  return one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline'
    || box.left < cell.left - 0.5 || box.right > cell.right + 0.5
}).map(one => one.textContent.trim())
"""
OVERLAPS = """
() => {
  const all = [...document.querySelectorAll('.cell b, .cell .name, .cell .wijk-dot, .tick, .era')]
  const boxes = all.map(one => {
    const range = document.createRange(); range.selectNodeContents(one)
    return (one.childNodes.length && one.textContent.trim() ? range : one).getBoundingClientRect()
  })
  const found = []
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, k) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    if (wide > 0.5 && high > 2.5) found.push(all[i].textContent + '/' + all[i + 1 + k].textContent)
  }))
  return found
}
"""


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}: sudo apt-get install chromium")
    if not hook.is_current(VIEWER):
        pytest.skip("the browser part is not built: make viewer")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    import trame_client

    vue = next(Path(trame_client.__file__).parent.rglob("vue.global.js"))
    pages = []

    def start(width, height, *, density="work", **options):
        page = browser.new_page(viewport={"width": width, "height": height}, **options)
        page.errors = []
        page.on("console", lambda m: page.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.set_content('<body style="margin: 0"><div id="page"></div>')
        page.add_style_tag(path=DIST / "trame" / "wijk-viewer.css")
        page.add_script_tag(path=vue)
        page.add_script_tag(path=DIST / "trame" / "wijk-viewer.umd.js")
        page.evaluate(MOUNT, {**PROPS, "narrow": width < 720, "density": density})
        page.wait_for_timeout(200)
        pages.append(page)
        return page

    yield start
    for page in pages:
        assert page.errors == []
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "height", "density"),
    [
        (1920, 1080, "work"),
        (1366, 768, "work"),
        (1280, 720, "work"),
        (1024, 768, "work"),
        (1280, 720, "zaal"),
        (1920, 1080, "zaal"),
        (390, 844, "work"),
    ],
)
def test_no_label_is_cut_off_or_lies_over_another(open_page, width, height, density):
    page = open_page(width, height, density=density)
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OVERLAPS) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "least"), [(1366, 24), (390, 44)])
def test_what_can_be_pressed_is_large_enough(open_page, width, least):
    page = open_page(width, 800)
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('.wijk-timeline button, .wijk-timeline input')]"
        ".filter(one => one.offsetParent).map(one => one.getBoundingClientRect())"
        ".map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= least


@pytest.mark.browser
def test_arrows_go_along_the_cells_and_the_focus_with_them(open_page):
    page = open_page(1366, 768)
    page.focus(".cell[aria-current]")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("state.index") == 12
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    page.keyboard.press("Home")
    assert page.evaluate("state.index") == 0


@pytest.mark.browser
def test_list_of_a_phone_keeps_the_focus_until_esc(open_page):
    page = open_page(390, 844)
    page.click("[data-part=all]")
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    for _ in range(20):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('dialog').open") is False
    assert page.evaluate("document.activeElement.dataset.part") == "all"
    page.click("[data-part=all]")
    page.click(".periods li:nth-child(3) button")
    assert page.evaluate("state.index") == 2


@pytest.mark.browser
def test_a_click_is_a_pick_and_a_drag_is_none(open_page):
    page = open_page(1000, 600)
    page.mouse.move(200, 100)
    page.mouse.down()
    page.mouse.move(300, 120, steps=4)
    page.mouse.up()
    assert page.evaluate("state.picks") == []
    page.mouse.click(250, 75)
    assert page.evaluate("state.picks") == [{"x": pytest.approx(0.25), "y": pytest.approx(0.25)}]


LETTERS = """async () => {
    const wanted = ["600 20px 'Source Serif 4'", "italic 500 14px 'Source Serif 4'", "400 14px Inter"];
    const found = await Promise.all(wanted.map((font) => document.fonts.load(font, 'Hengstdal: löss, één')));
    return found.flat().filter((face) => face.status === 'loaded').length;
}"""


@pytest.mark.browser
def test_site_runs_from_a_file_without_a_request_beyond_it(browser, tmp_path):
    for name in ("site.js", "site.css"):
        (tmp_path / name).write_bytes((DIST / "site" / name).read_bytes())
    data = json.dumps({**PROPS, "index": 3, "words": {"time.title": "Tijdlijn"}})
    (tmp_path / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="site.css"><div id="wijk"></div>'
        f'<script>window.WIJK = {data}</script><script src="site.js"></script>',
        encoding="utf-8",
    )
    page = browser.new_page()
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "index.html").as_uri())
    page.click(".cell:nth-of-type(2)")
    assert page.get_attribute(".wijk-timeline", "aria-label") == "Tijdlijn"
    assert {Path(url).name for url in requests if not url.startswith("data:")} == {
        "index.html",
        "site.css",
        "site.js",
    }
    assert page.evaluate(LETTERS) == 3
    assert errors == []
    page.close()
