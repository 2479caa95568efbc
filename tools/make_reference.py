"""Write what is made from the declarations; run it after changing a key, an event kind or a field function.

``python tools/make_reference.py``

It writes ``scenes/*.schema.json``, ``docs/scene-reference.md`` and ``docs/images/kinds/*.png``.
"""

from __future__ import annotations

import io
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from wijkgenese3d.genesis.expression_reader import parse  # noqa: E402
from wijkgenese3d.genesis.functions import FUNCTIONS  # noqa: E402
from wijkgenese3d.genesis.kinds import KINDS, GroundStep  # noqa: E402
from wijkgenese3d.genesis.plan import CompiledStep, Event, Plan  # noqa: E402
from wijkgenese3d.genesis.replay import Replay  # noqa: E402
from wijkgenese3d.genesis.vectors import Line, Points, Polygon, Vector, Vectors  # noqa: E402
from wijkgenese3d.model.events import EventInfo  # noqa: E402
from wijkgenese3d.model.frame import Grid, RDExtent  # noqa: E402
from wijkgenese3d.model.layers import LayerStack  # noqa: E402
from wijkgenese3d.model.legend import read_legend  # noqa: E402
from wijkgenese3d.model.timeline import Stop, Timeline, Years  # noqa: E402
from wijkgenese3d.model.timeslice import TimeSlice  # noqa: E402
from wijkgenese3d.report.fonts import find_font  # noqa: E402
from wijkgenese3d.scene import schema  # noqa: E402
from wijkgenese3d.scene.files import read_step  # noqa: E402

REFERENCE = ROOT / "docs" / "scene-reference.md"
PICTURES = ROOT / "docs" / "images" / "kinds"

# ================================================================ schemas


def schema_texts() -> dict[str, str]:
    """Return the text of each schema file by its path below the checkout."""
    files = {
        "scene": schema.scene_schema(),
        "events": schema.events_schema(),
        "story": schema.story_schema(),
        "sources": schema.sources_schema(),
    }
    return {
        f"scenes/{name}.schema.json": json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        for name, value in files.items()
    }


# ================================================================ reference

HEAD = """# Scene reference

Made by `tools/make_reference.py` from the declarations, the event kinds and the field functions: do not
edit here.
How to go about it: [how to add a scene](developers/add-a-scene.md).

- [Files of a scene](#files-of-a-scene)
- [scene.toml](#scenetoml)
- [Events](#events)
- [Steps](#steps): {kinds}
- [Field language](#field-language)
- [Stories](#stories)
- [Sources](#sources)
- [Lines, polygons and points](#lines-polygons-and-points)

Lengths are metres, heights m NAP, places RD New (EPSG:28992), years astronomical (year 0 exists,
20 v.Chr. = -19). A key with an empty default must be given; one with `–` may be left out. Unknown keys are
errors.

## Files of a scene

| file | what | first line, for editors |
|---|---|---|
| `scene.toml` | name, box, stops, viewpoints, named fields, fabrics | `#:schema ../scene.schema.json` |
| `events/*.toml` | dated events and what they do, in replay order | `#:schema ../../events.schema.json` |
| `story.toml` | the words of each slice, Dutch and English | `#:schema ../story.schema.json` |
| `sources.toml` | where each fact comes from | `#:schema ../sources.schema.json` |
| `vectors/*.geojson` | lines, polygons and points in RD New | |

Names of units, lithoclasses, soils, land cover and use are those of `data/subsurface`.
"""

DATES = """### How dates count

- `date` is a year, or `[from, to]`. It may lie within a year: 1944.72.
- Changes of **ground, soil and land cover** count once the *end* of the date has passed (in that year
  itself too).
- **Lines, pins, ice and water** are there from the *start* of the date until `until`; without `until` they
  stay.
- **Buildings** of a `settle` step come one by one between start and end, and go at `until` (of the step or
  the event, whichever is earlier).
- Changes are replayed in the order of the files, not of the dates. An event must stand after those it
  `needs`, and may not count before them.
"""

STEPS = """## Steps

An event does its `[[event.step]]`s in order. `kind` says which; the other keys belong to the kind.
*field* is a [field expression](#field-language).

In the pictures the dashed line is the ground before the step. Sections are 300 m wide, heights drawn larger;
maps are 300 x 100 m. Each is a real replay.
"""

LANGUAGE = """## Field language

A field is a number for every cell. It is written as a number, or as a text of:

- numbers, `+ - * / % **` and brackets;
- comparisons `< <= > >= == !=`, which give 1 or 0. There is no `and` or `or`: multiply masks, or take `max`
  of them;
- `x`, `y` (RD, m), `ground` (m NAP, before the step), and the names under `[fields]` in `scene.toml`;
- the functions below. Names of vectors, events, units and classes stand in single quotes; options after a
  key, as in `inside('yard', soften=10)`.

A mask is a field of 0 to 1. The result must be a finite number everywhere.
"""

GEOJSON = """## Lines, polygons and points

All `*.geojson` in the folder of vectors are read as one; QGIS opens them.

| rule | |
|---|---|
| form | a `FeatureCollection` in RD New (EPSG:28992): metres, not degrees |
| geometry | `LineString`, `Polygon` (one ring, not crossing itself) or `Point`; no multi-part features |
| coordinates | 2 numbers each, or 3 (the third is m NAP), the same number throughout a feature |
| place | a polygon touches the box; a point lies inside it; a line may run out of it |
| `name` | on lines and polygons: the name that events use, unique over all files |
| `layer` | on points: the name of the layer that gathers them; not also the name of a line or polygon |
| `smooth` | on lines: passes of corner cutting (Chaikin), 0 to 5; 0 if it is left out |
| `label_nl`, `label_en` | words that people see, on lines, polygons and points; a place is found by them |
| `findable` | false keeps these words out of the search for a street or place |
| third coordinate | of a line: its levels, for `level`; of a point: its `z`, for `thin_plate` |
| `radius`, or `rx` and `ry` | on points, m: for `bowl` and the kind `mound` |
| `depth`, or `height` | on points, m: for `bowl` (`depth` goes first) and the kind `mound` |
| `length`, `width`, `height` | on points, m: buildings of the kind `settle` |
| `angle` | on points, degrees counter-clockwise from east: of the length of a building |
| `from_year` | on points, for `settle` and `pins`: the year from which that one is there |

Other properties are kept, and mean nothing to the replay.
"""

GROUPS = {
    "functions_arithmetic": "Numbers only",
    "functions_place": "Place: noise, lines, polygons and points",
    "functions_surroundings": "Surroundings, and the state before the step",
    "functions_area": "A look at the whole area",
}
TABLES = {
    # Definition -> how its table is headed in TOML.
    "SceneDeclaration": "`[scene]`",
    "FrameDeclaration": "`[frame]`",
    "SliceDeclaration": "`[[slice]]`",
    "PlanningDeclaration": "`[[planning]]`",
    "LabelDeclaration": "`[[label]]`",
    "GroundwaterDeclaration": "`[groundwater]`",
    "HotspotDeclaration": "`[hotspots]`",
    "HeatDeclaration": "`[[hotspots.heat]]`",
    "RainDeclaration": "`[rain]`",
    "StormDeclaration": "`[[rain.storm]]`",
    "CapacityDeclaration": "`[[rain.capacity]]`",
    "SewerDeclaration": "`[[rain.sewer]]`",
    "GaugeDeclaration": "`[[rain.gauge]]`",
    "LowSpotDeclaration": "`[[rain.low_spot]]`",
    "CameraDeclaration": "`[[camera]]`",
    "NarrowDeclaration": "`narrow` of a `[[camera]]`",
    "SheetsDeclaration": "`[fabric.UNIT]` of kind sheets",
    "BeddingDeclaration": "`[fabric.UNIT]` of kind bedding",
}
SHARED = ("near", "reach", "samples", "finer_than")


def type_words(part: Mapping[str, Any]) -> str:
    """Say in a few words what a schema allows."""
    for key, say in WORDS.items():
        if key in part:
            return say(part)
    words = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    sort = str(part["type"])
    return words.get(sort, sort) + _limits(part)


def _reference_words(part: Mapping[str, Any]) -> str:
    name = part["$ref"].rsplit("/", 1)[-1]
    own = {"Field": "*field*", "Text": "text `{nl, en}`"}
    return own.get(name, f"table `{name.removesuffix('Declaration').lower()}`")


def _list_words(part: Mapping[str, Any]) -> str:
    items = part["items"]
    return "list of steps" if "kind" in items.get("properties", {}) else f"list of {type_words(items)}"


WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "$ref": _reference_words,
    "const": lambda part: f"`{part['const']}`",
    "enum": lambda part: ", ".join(f"`{value}`" for value in part["enum"]),
    "anyOf": lambda part: " or ".join(type_words(choice) for choice in part["anyOf"]),
    "oneOf": lambda part: " or ".join(type_words(choice) for choice in part["oneOf"]),
    "prefixItems": lambda part: f"[{', '.join(type_words(item) for item in part['prefixItems'])}]",
    "items": _list_words,
    "additionalProperties": lambda part: f"table of name = {type_words(part['additionalProperties'])}",
}


def _limits(part: Mapping[str, Any]) -> str:
    if "exclusiveMinimum" in part:
        return f" > {part['exclusiveMinimum']:g}"
    if "minimum" in part and "maximum" in part:
        return f" {part['minimum']:g} to {part['maximum']:g}"
    return ""


def default_words(key: str, part: Mapping[str, Any], required: list[str]) -> str:
    """Say the default of a key; empty where it must be given."""
    if key in required:
        return ""
    if "default" not in part:
        return "–"
    value = part["default"]
    return f"`{json.dumps(int(value) if isinstance(value, float) and value.is_integer() else value)}`"


def key_table(part: Mapping[str, Any], *, without: tuple[str, ...] = ()) -> str:
    """Return the table of the keys of a declaration."""
    lines = ["| key | type | default | what |", "|---|---|---|---|"]
    for key, value in part["properties"].items():
        if key in without:
            continue
        text = value["description"].replace("|", "\\|").replace("\n\n", " ")
        default = default_words(key, value, part.get("required", []))
        lines.append(f"| `{key}` | {type_words(value)} | {default} | {text} |")
    return "\n".join(lines) + "\n"


def _scene_part() -> Iterator[str]:
    made = schema.scene_schema()
    yield "## scene.toml\n"
    yield key_table(made)
    for name, heading in TABLES.items():
        yield f"### {heading}\n"
        yield made["$defs"][name]["description"] + "\n"
        yield key_table(made["$defs"][name])


def _events_part() -> Iterator[str]:
    made = schema.events_schema()
    yield "## Events\n"
    yield "Each event is an `[[event]]`, its steps are `[[event.step]]`.\n"
    yield key_table(made["$defs"]["EventDeclaration"])
    yield DATES
    yield STEPS
    ground = next(kind for kind, item in KINDS.items() if issubclass(item, GroundStep))
    step = made["$defs"][f"step_{ground}"]
    shared = {"properties": {key: step["properties"][key] for key in SHARED}}
    yield "| kind | what |\n|---|---|"
    for kind in KINDS:
        first = made["$defs"][f"step_{kind}"]["description"].split("\n\n", 1)[0]
        yield f"| [`{kind}`](#{kind}) | {first} |"
    yield "\nAll kinds that change the ground also take these keys:\n"
    yield key_table(shared)
    for kind in KINDS:
        yield from _kind_part(kind)


def _kind_part(kind: str) -> Iterator[str]:
    step, tables = schema.step_schema(kind)
    ground = issubclass(KINDS[kind], GroundStep)
    yield f"### {kind}\n"
    yield f"![{kind}](images/kinds/{kind}.png)\n"
    yield step["description"] + "\n"
    yield key_table(step, without=("kind", *(SHARED if ground else ())))
    if ground:
        yield (
            "And the keys of all kinds that change the ground: "
            + ", ".join(f"`{key}`" for key in SHARED)
            + ".\n"
        )
    for name, table in tables.items():
        yield f"Keys of table `{name.lower()}`: {table['description']}\n"
        yield key_table(table)


def _language_part() -> Iterator[str]:
    yield LANGUAGE
    for module in dict.fromkeys(item.make.__module__ for item in FUNCTIONS.values()):
        name = module.rsplit(".", 1)[-1]
        yield f"### {GROUPS.get(name, name)}\n"
        yield "| function | gives | looks around | reads the state |\n|---|---|---|---|"
        for item in FUNCTIONS.values():
            if item.make.__module__ == module:
                state = "sometimes" if callable(item.reads_state) else "yes" if item.reads_state else ""
                usage = item.usage.replace("|", "\\|")
                yield f"| `{usage}` | {item.doc} | {'yes' if item.reach else ''} | {state} |"
        yield ""
    yield (
        "*sometimes*: where no surface of its own is given, it looks at the ground. `blur`, `slope`, `facing`"
        " and `height` cannot be used in a step with `samples`.\n"
    )


def reference() -> str:
    """Return the text of ``docs/scene-reference.md``."""
    kinds = " ".join(f"[{kind}](#{kind})" for kind in KINDS)
    story, sources = schema.story_schema(), schema.sources_schema()
    parts = [
        HEAD.format(kinds=kinds),
        *_scene_part(),
        *_events_part(),
        *_language_part(),
        "## Stories\n",
        "One table per slice, by its id, such as `[T01]`.\n",
        key_table(story["$defs"]["StoryDeclaration"]),
        "Keys of `[[T01.look_at]]`:\n",
        key_table(story["$defs"]["LookAtDeclaration"]),
        "## Sources\n",
        "One table per source, by the key that events and stories use.\n",
        key_table(sources["$defs"]["SourceDeclaration"]),
        GEOJSON,
    ]
    return "\n".join(parts)


# ================================================================ pictures: a tiny scene per kind

X0, Y0, CELL, NX, NY = 188400.0, 426700.0, 5.0, 60, 20
WIDE, HIGH = NX * CELL, NY * CELL
MIDDLE = X0 + WIDE / 2
SAND = {"kind": "deposit", "unit": "DR", "lithology": 7, "top": f"4 + 3 * (x - {X0:g}) / {WIDE:g}"}
CLAY = {"kind": "drape", "unit": "EC", "thick": 0.8}
HILL = {"kind": "deposit", "unit": "DR", "lithology": 7, "top": f"3.5 + 6 * sm({X0 + 40:g}, {X0 + 230:g}, x)"}
BANK = {"kind": "embank", "line": "axis", "crest": 10.5, "width": 14, "side": 2, "unit": "AAr", "samples": 4}
MEADOW = {"kind": "cover", "paint": [{"cover": "gras"}]}
PIT = {"kind": "excavate", "to": 2.5, "mask": f"(x > {MIDDLE - 50:g}) * (x < {MIDDLE + 50:g})"}
BUMPS = {
    "kind": "drape", "unit": "EC",
    "thick": f"1.8 + 1.7 * sin((x - {X0:g}) / 19)",
}  # fmt: skip

Table = dict[str, Any]

# What is shown of each kind: steps that make the ground before it, and the step.
SHOWN: dict[str, tuple[list[Table], Table]] = {
    "thrust": (
        [SAND, CLAY],
        {"unit": "GE", "top": f"ground + 4.4 * exp(-((x - {MIDDLE + 40:g}) / 60) ** 2)", "lithology": 7},
    ),
    "deposit": ([SAND, CLAY], {"unit": "KR", "top": "6.9 + 0.15 * sin(x / 17)"}),
    "drape": ([HILL], {"unit": "BXSC", "thick": 1.2}),
    "layer": ([SAND, CLAY], {"unit": "AAr", "thick": 0.9, "mask": "inside('yard', soften=16)"}),
    "erode": ([SAND, CLAY], {"by": f"3 * exp(-((x - {MIDDLE + 20:g}) / 55) ** 2)"}),
    "incise": ([SAND, CLAY], {"line": "axis", "floor": 1.5, "half": 8, "side": 28, "p": 1.8, "samples": 4}),
    "colluvium": (
        [HILL, {"kind": "erode", "by": f"1.6 * exp(-((x - {X0 + 200:g}) / 45) ** 2)"}],
        {"unit": "COL", "share": 0.9, "weight": f"exp(-((x - {X0 + 75:g}) / 32) ** 2)", "of": "A"},
    ),
    "decay": ([SAND, BANK], {"kappa_t": 260, "unit": "COL"}),
    "embank": ([SAND, CLAY], {key: value for key, value in BANK.items() if key != "kind"}),
    "mound": ([SAND, CLAY], {"at": "spots", "unit": "AAr", "samples": 4}),
    "excavate": ([SAND, CLAY], {"to": 2.5, "mask": PIT["mask"]}),
    "lower": ([SAND, BANK], {"to": 7.6}),
    "subside": (
        [SAND, {**CLAY, "thick": 3}],
        {"of": "EC", "by": 1.8, "mask": "inside('yard', soften=60)"},
    ),
    "fill": ([SAND, CLAY, PIT], {"unit": "AAm", "top": 5.6, "mask": PIT["mask"]}),
    "level": ([SAND, BUMPS], {"polygon": "yard", "unit": "AAm"}),
    "make_ground": ([SAND, CLAY], {"unit": "AAm", "thick": 1.6, "mask": "inside('yard', soften=12)"}),
    "soil": (
        [SAND, CLAY],
        {
            "paint": [
                {"soil": "holtpodzol"},
                {"soil": "vaaggrond", "where": "dist('brook') < 22"},
                {"soil": "tuingrond", "where": "inside('yard')"},
            ]
        },
    ),
    "cover": (
        [SAND, CLAY],
        {
            "paint": [
                {"cover": "bos"},
                {"cover": "akker", "where": "inside('yard')"},
                {"cover": "gras", "where": "dist('brook') < 16"},
            ]
        },
    ),
    "settle": (
        [SAND, CLAY, MEADOW],
        {
            "type": "rij",
            "rows": {
                "polygon": "yard", "angle": 3, "spacing": 36, "length": 30, "depth": 9,
                "gap": 6, "setback": 5, "street": 6,
            },
        },
    ),
    "line": ([SAND, CLAY, MEADOW], {"lines": ["brook"], "type": "zandpad", "width": 9, "cover": "zandpad"}),
    "ice": ([SAND, CLAY], {"top": f"2 + 9 * sqrt(max({MIDDLE + 60:g} - x, 0) / 210)"}),
    "water": ([SAND, CLAY, PIT], {"level": 4.4, "type": "plas"}),
    "pins": ([SAND, CLAY, MEADOW], {"at": "spots", "type": "vondst"}),
}  # fmt: skip
MAPS = ("soil", "cover", "settle", "line", "pins")


def tiny_vectors() -> dict[str, Vector]:
    """Return the lines, polygons and points of the tiny scene."""
    yard = [(70.0, 12.0), (232, 8), (240, 90), (66, 86)]
    brook = [(0.0, 30.0), (80, 55), (150, 40), (220, 66), (300, 58)]

    def placed(xy: list[tuple[float, float]]) -> np.ndarray:
        return np.array(xy, dtype=np.float64) + np.array([X0, Y0])

    shapes = [{"radius": 30.0, "height": 3.5, "label_nl": "A", "label_en": "A"} for _ in range(2)]
    return {
        "quarter": Polygon("quarter", placed([(0, 0), (WIDE, 0), (WIDE, HIGH), (0, HIGH)])),
        "yard": Polygon("yard", placed(yard)),
        "axis": Line.smoothed("axis", placed([(150, 0), (150, HIGH)])),
        "brook": Line.smoothed("brook", placed(brook), 3),
        "spots": Points("spots", placed([(95, 50), (205, 50)]), tuple(shapes)),
    }


def tiny_plan(kind: str) -> Plan:
    """Return the plan of a kind: event A makes the ground, event B has the step."""
    before, table = SHOWN[kind]
    events, slot = [], 0
    for index, (id_, year, tables) in enumerate(
        [("A", 0.0, before), ("B", 1000.0, [{"kind": kind, **table}])]
    ):
        steps = []
        for row in tables:
            step = read_step(row, kind)
            fields = {key: parse(text, FUNCTIONS) for key, text in step.texts()}
            steps.append(CompiledStep(step, slot, index, f"picture of {kind}", fields))
            slot += 1
        info = EventInfo(id_, Years(year, year), "aanname", "aanname", ("aanname",), {}, "natuur")
        events.append(Event(info, tuple(steps)))
    return Plan(
        name="tiny",
        grid=Grid(RDExtent(X0, Y0, X0 + WIDE, Y0 + HIGH), CELL),
        cover_cell=CELL / 5,
        base=-5.0,
        boundary="quarter",
        vectors=Vectors(tiny_vectors()),
        fields={},
        fabrics={},
        events=tuple(events),
        timeline=Timeline((Stop("S", 2000.0, {}, {}, {}, "aanname"),)),
        legend=read_legend(),
    )


# ================================================================ pictures: drawing

SIZE, FINER, COLOURS = (360, 150), 3, 64
PAPER, INK, FADED = "#F4EFE4", "#2E2620", "#8A7F72"
LEFT, TOP, WIDTH = 10, 26, 340
LOW, HIGHEST = -1.0, 12.5
SOILS = {"holtpodzol": "#B98F5A", "vaaggrond": "#D9C59A", "tuingrond": "#6E5238"}
BODIES = {"ice": "#CFE3EC", "water": "#3985B1"}


class Sheet:
    """A small sheet of paper; places are given in pixels of the finished picture."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def line(self, xy: list[tuple[float, float]], colour: str, width: float, dash: float = 0.0) -> None:
        """Draw a line, dashed where ``dash`` is above 0."""
        for piece in _dashes(xy, dash) if dash else [xy]:
            self.draw.line(_scaled(piece), fill=colour, width=round(width * FINER), joint="curve")

    def polygon(self, xy: list[tuple[float, float]], colour: str, edge: str | None = None) -> None:
        """Fill a polygon."""
        self.draw.polygon(_scaled(xy), fill=colour, outline=edge, width=2)

    def text(
        self, x: float, y: float, words: str, *, size: int = 11, bold: bool = False, anchor: str = "ls"
    ) -> None:
        """Write words at a place."""
        self.draw.text(
            (x * FINER, y * FINER), words, fill=INK, font=find_font(size * FINER, bold), anchor=anchor
        )

    def frame(self, bottom: float) -> None:
        """Draw the edge of the section or map."""
        self.draw.rectangle(_scaled([(LEFT, TOP), (LEFT + WIDTH, bottom)]), outline=FADED, width=FINER)

    def caption(self, kind: str, keys: list[tuple[str, str]]) -> None:
        """Write the name of the kind, and what the colours are."""
        self.text(LEFT, 18, kind, size=13, bold=True)
        x = float(LEFT + WIDTH)
        for name, colour in reversed(keys):
            x -= find_font(10 * FINER).getlength(name) / FINER
            self.text(x, 17, name, size=10)
            x -= 14
            self.draw.rectangle(_scaled([(x, 8), (x + 10, 18)]), fill=colour, outline=INK, width=1)
            x -= 10

    def png(self) -> bytes:
        """Return the picture as PNG with few colours."""
        small = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        few = small.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG", optimize=True)
        return out.getvalue()


def _scaled(xy: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * FINER, y * FINER) for x, y in xy]


def _dashes(xy: list[tuple[float, float]], dash: float) -> Iterator[list[tuple[float, float]]]:
    """Cut a line into dashes with gaps of the same length."""
    points = np.array(xy)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    for k in range(math.ceil(along[-1] / (2 * dash))):
        at = np.linspace(2 * k * dash, min((2 * k + 1) * dash, along[-1]), 4)
        yield [
            (float(np.interp(s, along, points[:, 0])), float(np.interp(s, along, points[:, 1]))) for s in at
        ]


def _profile(heights: np.ndarray) -> list[tuple[float, float]]:
    """Return heights of a row of cells as places on the sheet, out to its edges."""
    bottom = SIZE[1] - 8
    x = LEFT + (np.arange(NX) + 0.5) * WIDTH / NX
    y = bottom - (np.clip(heights, LOW, HIGHEST) - LOW) / (HIGHEST - LOW) * (bottom - TOP)
    return [
        (float(LEFT), float(y[0])),
        *zip(x.tolist(), y.tolist(), strict=True),
        (float(LEFT + WIDTH), float(y[-1])),
    ]


def section_picture(kind: str, before: LayerStack, after: TimeSlice) -> bytes:
    """Draw a section along the middle row: layers after the step, the ground before it dashed."""
    legend, sheet, row = read_legend(), Sheet(), NY // 2
    below = np.full(NX, LOW)
    used: dict[str, str] = {}
    for layer, top in zip(after.stack.layers, after.stack.tops, strict=True):
        height = top[row] / 1000.0
        if (height - below > 0.02).any():
            unit = legend.units[layer.unit]
            used[unit.key] = unit.colour
            sheet.polygon(_profile(height) + _profile(below)[::-1], unit.colour)
            sheet.line(_profile(height), FADED, 0.5)
        below = np.maximum(height, LOW)
    ground = after.stack.ground[row]
    for name, raster in (("ice", after.ice[row]), ("water", after.water[row])):
        there = np.isfinite(raster)
        if there.any():
            used[name] = BODIES[name]
            level = np.where(there, np.nan_to_num(raster), ground)
            sheet.polygon(_profile(level) + _profile(ground)[::-1], BODIES[name])
            sheet.line(_profile(level), FADED, 0.5)
    old = before.ground[row]
    if np.abs(old - ground).max() > 0.02:
        sheet.line(_profile(old), INK, 1.0, dash=4)
    sheet.line(_profile(ground), INK, 2.0)
    sheet.frame(SIZE[1] - 8)
    sheet.caption(kind, list(used.items()))
    return sheet.png()


def map_picture(kind: str, after: TimeSlice) -> bytes:
    """Draw a map of the soil, the land cover or what stands on it."""
    legend, sheet = read_legend(), Sheet()
    scale = WIDTH / WIDE
    if kind == "soil":
        names = {item.code: item.key for item in legend.soils}
        codes, colours = after.soil, {key: SOILS.get(key, PAPER) for key in names.values()}
    else:
        names = {item.code: item.key for item in legend.covers}
        codes, colours = after.land_cover, {item.key: item.colour for item in legend.covers}
    table = np.zeros((256, 3), dtype=np.uint8)
    for code, name in names.items():
        table[code] = [int(colours[name][k : k + 2], 16) for k in (1, 3, 5)]
    bottom = TOP + HIGH * scale
    size = (round(WIDTH * FINER), round((bottom - TOP) * FINER))
    ground = Image.fromarray(table[codes[::-1]]).resize(size, Image.Resampling.NEAREST)
    sheet.image.paste(ground, (LEFT * FINER, TOP * FINER))
    for feature in after.features:
        xy = [(LEFT + (p[0] - X0) * scale, bottom - (p[1] - Y0) * scale) for p in feature.xy]
        if feature.kind == "building":
            sheet.polygon(xy, colours["dak"], INK)
        elif feature.kind == "pin":
            _pin(sheet, *xy[0])
    sheet.frame(bottom)
    found = [names[int(code)] for code in np.unique(codes)]
    sheet.caption(kind, [(name, colours[name]) for name in found])
    return sheet.png()


def _pin(sheet: Sheet, x: float, y: float) -> None:
    sheet.polygon([(x, y), (x - 6, y - 13), (x + 6, y - 13)], "#A9432B", INK)
    sheet.draw.ellipse(_scaled([(x - 7, y - 23), (x + 7, y - 9)]), fill="#A9432B", outline=INK, width=2)
    sheet.draw.ellipse(_scaled([(x - 2.5, y - 18.5), (x + 2.5, y - 13.5)]), fill=PAPER)


def picture(kind: str) -> bytes:
    """Return the picture of a kind as PNG: the same bytes each time on one machine."""
    replay = Replay(tiny_plan(kind))
    before, after = replay.state(500).stack, replay.time_slice(1500)
    return map_picture(kind, after) if kind in MAPS else section_picture(kind, before, after)


# ================================================================ writing


def main() -> None:
    """Write schemas, reference and pictures; pictures of kinds that are gone are taken away."""
    texts = {**schema_texts(), str(REFERENCE.relative_to(ROOT)): reference()}
    for name, text in texts.items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
        print(name)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in PICTURES.glob("*.png"):
        if path.stem not in KINDS:
            path.unlink()
    for kind in KINDS:
        (PICTURES / f"{kind}.png").write_bytes(picture(kind))
    print(f"{PICTURES.relative_to(ROOT)}: {len(KINDS)} pictures")


if __name__ == "__main__":
    main()
