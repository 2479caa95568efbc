"""The picture of a core: all that the panel says, within the page, and nothing over each other."""

from __future__ import annotations

import io
import itertools
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wijkgenese3d.report.captions import Caption
from wijkgenese3d.report.core_picture import WIDTH, core_file
from wijkgenese3d.report.core_picture_log import spread
from wijkgenese3d.report.drawing import text_width

SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption(
    "Prik hier · Wijkgenese Klein",
    "1200: Een erf",
    "Zekerheid: aanname",
    "Schematisch model, geen meetgegevens.",
    "Bronnen: verzonnen · EUPL-1.2",
    "nl",
)


def layer(top, base, name="Zand", event="Smeltwater, ca. 130.000 jaar geleden"):
    return {
        "depth_top": top, "depth_base": base, "name": name, "text": f"{name}, {base - top:g} m",
        "colour": "#FBD977", "pattern": "dense larger dots", "ink": "#5C4610", "certainty": "aanname",
        "event": event, "event_certainty": "zeker",
    }  # fmt: skip


def bar(index, ground, cover="Bos"):
    return {
        "id": f"S{index}", "index": index, "label": f"jaar {index}", "ground": ground, "cover": cover,
        "cover_colour": "#446644", "certainty": "zeker",
    }  # fmt: skip


def stood(name="Dorpsstraat", now=True):
    return {
        "name": name, "kind": "line", "years": "vanaf 1900", "away": "op 9 m", "first": 2, "last": 3,
        "now": now, "certainty": "zeker",
    }  # fmt: skip


def core(layers=None, ground=20.0, **values):
    layers = layers if layers is not None else [layer(0, 1, "Opgebracht", "Een erf, 1100"), layer(1, 30)]
    return {
        "where": "Dorpsstraat, 20 m NAP", "ground": ground, "depth": 30.0, "intervals": layers,
        "zones": [{"name": "Door mensen", "depth_top": 0, "depth_base": 1},
                  {"name": "Smeltwater", "depth_top": 1, "depth_base": 30}],
        "bars": [bar(0, ground - 3), bar(1, ground), bar(2, ground + 1, "Akker")], "today": ground,
        "index": 1, "sentence": "Jaar 1: Bos.", "note": {"index": 1, "text": "erf: +3 m"},
        "at": [190060.0, 428083.4], "between": None, "stood": [stood()], **values,
    }  # fmt: skip


def texts(svg):
    """Left, right, middle of the height, size and words of all that is written level."""
    found = []
    for one in ET.fromstring(svg).iter(f"{SVG}text"):
        if one.get("transform"):
            continue
        size = int(one.get("font-size"))
        wide = text_width(one.text, size, one.get("font-weight") == "bold")
        x = float(one.get("x")) - {"start": 0, "middle": wide / 2, "end": wide}[one.get("text-anchor")]
        found.append((x, x + wide, float(one.get("y")), size, one.text))
    return found


MANY = [layer(k * 0.5, (k + 1) * 0.5, "Leem, löss", f"Gebeurtenis {k}") for k in range(60)]
THIN = [layer(k * 0.01, (k + 1) * 0.01) for k in range(20)] + [layer(0.2, 30)]
LONG = core(
    stood=[stood("Een heel lange naam van een straat, met nog een naam erbij " * 4)] * 8,
    sentence="Dit is een lange zin over de grond. " * 12,
)


@pytest.mark.parametrize(
    "cores",
    [
        [core()],
        [core(MANY)],
        [core(THIN)],
        [core([])],
        [LONG],
        [core(), core(MANY, ground=52.0)],
        [core(THIN, ground=-3.0), LONG],
        [core(between={"label": "1494", "ground": 24.0, "cover": "Gras", "cover_colour": "#aaaaaa"})],
        [core(stood=[], note=None)],
    ],
)
def test_all_words_stand_on_the_page_and_not_over_each_other(cores):
    svg = core_file(cores, CAPTION, "svg").decode()
    height = float(ET.fromstring(svg).get("height"))
    written = texts(svg)
    for left, right, y, size, said in written:
        assert left >= 0, said
        assert right <= WIDTH, said
        assert size / 2 <= y <= height - size / 2, said
    log = sorted(row for row in written if row[4] in {one["text"] for c in cores for one in c["intervals"]})
    for k, a in enumerate(log):
        for b in log[k + 1 :]:
            apart = a[1] <= b[0] or b[1] <= a[0] or abs(a[2] - b[2]) >= (a[3] + b[3]) / 2 - 1e-6
            assert apart, (a, b)


def test_it_says_all_that_the_panel_says():
    written = " ".join(row[4] for row in texts(core_file([core()], CAPTION, "svg").decode()))
    for said in (
        "Prik hier · Wijkgenese Klein", "1200: Een erf", "Dorpsstraat, 20 m NAP · RD 190060, 428083",
        "Opgebracht, 1 m", "Zand, 29 m", "0,0 – 1,0 m: Een erf, 1100 (zeker)",
        "1,0 – 30,0 m: Smeltwater, ca. 130.000 jaar geleden (zeker)", "Dorpsstraat: vanaf 1900, op 9 m",
        "Bos jaar 0 – jaar 1 · Akker jaar 2", "Jaar 1: Bos.", "erf: +3 m", "nu: 20,0 m", "Door mensen",
        "Schematisch model, geen meetgegevens.", "Bronnen: verzonnen · EUPL-1.2", "Zekerheid: aanname",
    ):  # fmt: skip
        assert said in written


def test_two_cores_have_one_scale_and_their_letters():
    svg = core_file([core([layer(0, 30)]), core([layer(0, 30)], ground=25.0)], CAPTION, "svg").decode()
    written = texts(svg)
    letters = {row[4]: row[2] for row in written if row[4] in ("A", "B")}
    ticks = {row[4]: row[2] for row in written if row[4] in ("0", "10", "20")}
    per_metre = (ticks["0"] - ticks["20"]) / 20
    assert letters["A"] - letters["B"] == pytest.approx(5 * per_metre, abs=0.2)
    assert {"A: Wat gebeurde er op deze plek?", "B: Wat gebeurde er op deze plek?"} <= {r[4] for r in written}


def test_a_picture_of_pixels_has_signs_and_tells_itself():
    image = Image.open(io.BytesIO(core_file([core()], CAPTION, "png")))
    pixels = np.asarray(image.convert("RGB")).astype(int)
    paper, ink = (np.abs(pixels - np.array(c)).sum(axis=-1) < 12 for c in ((251, 217, 119), (92, 70, 16)))
    assert paper.sum() > 20_000
    assert ink.sum() > 1_000, "the sign of the ground"
    said = image.text["Description"]
    for part in (
        "RD 190060, 428083",
        "0,0 m: Opgebracht, 1 m; 1,0 m: Zand, 29 m",
        "Jaar 1: Bos.",
        "Schematisch",
    ):
        assert part in said


@given(
    st.lists(st.floats(0, 600, allow_nan=False), min_size=1, max_size=30).map(sorted),
    st.floats(10, 20),
)
def test_words_beside_a_log_are_in_order_apart_and_inside(wanted, size):
    places = spread(wanted, size, 600.0)
    assert len(places) == len(wanted)
    assert all(b - a >= size - 1e-6 for a, b in itertools.pairwise(places))
    assert places[0] >= size / 2 - 1e-6
    assert places[-1] <= 600 - size / 2 + 1e-6 or len(wanted) * size > 600
