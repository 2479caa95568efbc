"""Make the JSON Schemas, the scene reference and one picture per kind from the declarations.

Run ``python tools/make_reference.py`` after a change of a kind, a declaration or a field function.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.genesis.plans import BASE, event, make_plan  # noqa: E402
from wijkgenese3d.genesis.functions import FUNCTIONS  # noqa: E402
from wijkgenese3d.genesis.kinds import KINDS, GroundStep  # noqa: E402
from wijkgenese3d.genesis.replay import Replay  # noqa: E402
from wijkgenese3d.genesis.vectors import Points  # noqa: E402
from wijkgenese3d.model.timeslice import TimeSlice  # noqa: E402
from wijkgenese3d.scene import schema  # noqa: E402

SCHEMAS = {
    "scene": schema.scene_schema,
    "events": schema.events_schema,
    "story": schema.story_schema,
    "sources": schema.sources_schema,
}
PAPER, INK, SOFT = (244, 239, 228), (46, 38, 32), (133, 122, 104)
SIZE = (360, 150)

# A step of each kind for its picture; cover and sand lie under it.
STEPS: dict[str, dict[str, Any]] = {
    "thrust": {"unit": "GE", "top": "ground + 4 * sm(188500, 188600, x)", "lithology": 7},
    "deposit": {"unit": "KR", "top": 15},
    "drape": {"unit": "BXSC", "thick": "1.2 + 0.8 * noise(60, seed=2)"},
    "layer": {"unit": "AAr", "thick": 1, "mask": "inside('yard')"},
    "erode": {"by": "1.6 * sm(188500, 188650, x)"},
    "incise": {"line": "crest", "floor": 9, "half": 8, "side": 30},
    "colluvium": {"unit": "COL", "share": 0.9, "weight": "sm(188520, 188420, x)"},
    "decay": {"unit": "COL", "kappa_t": 120, "mask": 1},
    "embank": {"line": "crest", "crest": 18, "width": 8, "side": 2, "unit": "AAr"},
    "mound": {"at": "heap", "unit": "AAr"},
    "excavate": {"to": "9 + abs(x - 188560) / 6"},
    "lower": {"to": "max(13.6, 10 + 0.02 * (x - 188405))"},
    "subside": {"of": "EC", "share": "sm(188450, 188600, x)"},
    "fill": {"unit": "AAm", "top": 14},
    "level": {"polygon": "yard", "unit": "AAm", "soften": 6},
    "make_ground": {"unit": "AAm", "thick": 1.2, "mask": "x > 188540"},
    "soil": {"paint": [{"soil": "holtpodzol"}, {"soil": "tuingrond", "where": "inside('yard')"}]},
    "cover": {"paint": [{"cover": "bos"}, {"cover": "akker", "where": "parcel(noise(40), 25, 40) > 0"}]},
    "settle": {"type": "rij", "rows": {"polygon": "yard", "angle": 2, "spacing": 40, "length": 18, "depth": 8, "gap": 4,
                                       "setback": 3, "street": 6}},
    "line": {"lines": ["crest", "axis"], "type": "weg", "width": 6, "cover": "straat"},
    "ice": {"top": "ground + 14 * sm(188560, 188700, x) ** 0.5", "mask": "x > 188560"},
    "water": {"level": 12.5, "type": "plas"},
    "pins": {"at": "spots", "type": "verhaal"},
}  # fmt: skip


def plan_of(kind: str) -> list[dict[str, Any]]:
    """Return the events for a picture: sand, clay on it, and what the kind needs to show."""
    before: list[Mapping[str, Any]] = [{"kind": "drape", "unit": "EC", "thick": 2}]
    if kind == "decay":
        before.append({"kind": "embank", "line": "crest", "crest": 19, "width": 8, "side": 1.5, "unit": "AAr"})
    if kind == "level":
        before.append({"kind": "drape", "unit": "COL", "thick": "1.5 + 1.5 * noise(45, seed=3)"})
    own: list[Mapping[str, Any]] = [{"kind": kind, **STEPS[kind]}]
    if kind == "colluvium":
        own.insert(0, {"kind": "erode", "by": "1.2 * sm(188540, 188600, x)"})
    return [BASE, event("B", 10, *before), event("C", 20, *own)]


def picture(kind: str) -> Image.Image:
    """Draw a kind: a section before and after for what changes the ground, else a map."""
    heap = Points("heap", np.array([[188560.0, 426790.0]]), ({"radius": 45.0, "height": 5.0},))
    replay = Replay(make_plan(plan_of(kind), cell=2.5, extra={"heap": heap}))
    before, after = replay.time_slice(15), replay.time_slice(25)
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    if issubclass(KINDS[kind], GroundStep) or kind in ("ice", "water"):
        _section(draw, before, after, replay)
    else:
        _map(image, after, replay)
    draw.text((8, SIZE[1] - 15), kind, fill=INK)
    return image.quantize(32)


def _section(draw: ImageDraw.ImageDraw, before: TimeSlice, after: TimeSlice, replay: Replay) -> None:
    row = after.grid.ny * 3 // 5
    across = 10 + np.arange(after.grid.nx) * (SIZE[0] - 20) / (after.grid.nx - 1)

    def down(mm: np.ndarray) -> np.ndarray:
        return np.asarray(SIZE[1] - 20 - (mm / 1000.0 - 4.0) * 4.6)

    below = np.full(after.grid.nx, SIZE[1] - 20.0)
    units = replay.plan.legend.units
    for layer, top in zip(after.stack.layers, after.stack.tops, strict=True):
        edge = np.minimum(down(top[row]), below)
        ring = [*zip(across, edge, strict=True), *zip(across[::-1], below[::-1], strict=True)]
        draw.polygon(ring, fill=units[layer.unit].colour)
        below = edge
    for body, colour in ((after.water, (57, 133, 177)), (after.ice, (212, 239, 254))):
        there = np.isfinite(body[row])
        if there.any():
            level = down(body[row][there] * 1000.0)
            ring = [*zip(across[there], level, strict=True), *zip(across[there][::-1], below[there][::-1], strict=True)]
            draw.polygon(ring, fill=colour)
    old = list(zip(across, down(before.stack.ground_mm[row]), strict=True))
    for k in range(0, len(old) - 3, 6):
        draw.line(old[k : k + 4], fill=SOFT)
    draw.line(list(zip(across, below, strict=True)), fill=INK, width=2)


def _map(image: Image.Image, part: TimeSlice, replay: Replay) -> None:
    legend = replay.plan.legend
    cover = np.zeros((256, 3), dtype=np.uint8)
    cover[0] = (214, 205, 184)
    for item in legend.covers:
        cover[item.code] = [int(item.colour[k : k + 2], 16) for k in (1, 3, 5)]
    colours = cover[part.land_cover]
    if part.soil.any():
        colours = np.array([(237, 230, 214), (196, 160, 112), (170, 140, 90), 0, 0, (120, 96, 70)], dtype=object)
        shown = np.array([list(c) if c else [0, 0, 0] for c in colours], dtype=np.uint8)
        colours = shown[np.repeat(np.repeat(part.soil, part.land_cover.shape[0] // part.grid.ny, 0), 1, 1)]
    tile = Image.fromarray(np.ascontiguousarray(colours[::-1])).resize((180, 120), Image.Resampling.NEAREST)
    image.paste(tile, (90, 8))
    e = part.grid.extent
    draw = ImageDraw.Draw(image)
    for pin in part.features.of("pin"):
        x, y = 90 + (pin.xy[0][0] - e.xmin) / e.width * 180, 128 - (pin.xy[0][1] - e.ymin) / e.height * 120
        draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=(163, 38, 27), outline=(255, 252, 245), width=2)


# ---------------------------------------------------------------- reference


def schema_text(name: str) -> str:
    """Return a schema file."""
    return json.dumps(SCHEMAS[name](), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def reference() -> str:
    """Return ``docs/scene-reference.md``."""
    scene, events = schema.scene_schema(), schema.events_schema()
    parts = [
        "# Scene reference",
        "Made by `python tools/make_reference.py` from the declarations: do not edit by hand.",
        "A scene is a folder with `scene.toml`, the event files it names, `story.toml`, `sources.toml` and `vectors/`. "
        "Heights are m NAP, places RD New (EPSG:28992) in m, years astronomical (year 0 exists, 20 v.Chr. = -19). "
        "An unknown key is an error.",
        "A change of ground, soil or cover counts once the **end** of its date has passed. Buildings, lines, ice and "
        "water exist from the **start** of the date until `until`.",
        "## scene.toml",
        _table(scene),
    ]
    for name, item in scene["$defs"].items():
        if item.get("properties"):
            parts += [f"### {name.removesuffix('Declaration')}", item.get("description", ""), _table(item)]
    parts += ["## Events", _table(events["$defs"]["EventDeclaration"]), "## Kinds of event"]
    for kind in KINDS:
        step, _ = schema.step_schema(kind)
        parts += [f"### `{kind}`", f"![{kind}](images/kinds/{kind}.png)", schema.docstring_text(KINDS[kind]), _table(step)]
    for title, name in (("Story", "story"), ("Sources", "sources")):
        whole = SCHEMAS[name]()
        parts += [f"## {title}", whole.get("description", "")]
        parts += [_table(item) for item in whole.get("$defs", {}).values() if len(item.get("properties", {})) > 3]
    parts += ["## Field functions", "A field is a number or an expression: numbers, `+ - * / % **`, comparisons (0 or 1), "
              "`x`, `y`, `ground`, the named fields of the scene, and these functions."]  # fmt: skip
    rows = [f"| `{f.usage}` | {f.doc} |" for _, f in sorted(FUNCTIONS.items())]
    parts.append("\n".join(["| function | gives |", "|---|---|", *rows]))
    parts += ["## Vectors", "GeoJSON FeatureCollections in RD New (`urn:ogc:def:crs:EPSG::28992`). Lines and polygons have a "
              "`name`, unique in the scene; points have a `layer`, and numbers as properties. `smooth` (0-5) rounds a line "
              "(Chaikin). A third coordinate is a level, m NAP. `label_nl` and `label_en` are shown to people."]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(item: Mapping[str, Any]) -> str:
    rows = ["| key | what | must |", "|---|---|---|"]
    for key, value in item.get("properties", {}).items():
        words = " ".join(str(value.get("description", value.get("const", ""))).split()).replace("|", "\\|")
        if "default" in value:
            words += f" Default: `{json.dumps(value['default'], ensure_ascii=False)}`."
        rows.append(f"| `{key}` | {words.strip()} | {'yes' if key in item.get('required', ()) else ''} |")
    return "\n".join(rows) if len(rows) > 2 else ""


def main() -> None:
    """Write everything."""
    for name in SCHEMAS:
        (ROOT / "scenes" / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")
    (ROOT / "docs" / "scene-reference.md").write_text(reference(), encoding="utf-8")
    folder = ROOT / "docs" / "images" / "kinds"
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        picture(kind).save(folder / f"{kind}.png", optimize=True)


if __name__ == "__main__":
    main()
