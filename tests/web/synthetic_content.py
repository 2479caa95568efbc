"""A small invented scene for trials of the app: a ridge with a valley, from ice to streets."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.doubt import Doubt
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.model.events import CERTAINTIES, EventInfo
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.layers import Layer, LayerStack, to_millimetres
from wijkgenese3d.model.legend import FABRIC, Legend, read_legend
from wijkgenese3d.model.timeline import Stop, Timeline, Years
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.captions import Caption
from wijkgenese3d.report.core_picture import core_file
from wijkgenese3d.scene.content import SceneLabel
from wijkgenese3d.scene.declarations import SourceDeclaration
from wijkgenese3d.scene.layers import SliceFacts, layer_groups, layer_rows
from wijkgenese3d.scene.moments import Moment, moment_words, parse_year
from wijkgenese3d.scene.places import Place, PlaceBook
from wijkgenese3d.scene.sources import Seen, SourceTeller
from wijkgenese3d.scene.story_words import LookAt
from wijkgenese3d.scene.text_twin import TwinPart
from wijkgenese3d.scene.view_state import ViewChoices, ViewState
from wijkgenese3d.scene.visible_legend import VisibleCounts, visible_legend
from wijkgenese3d.scene.words import certainty_words, ui_words
from wijkgenese3d.web.logic.pictures import Look

STOPS = (
    ("T01", -148000.0, "ca. 150.000 jaar geleden", "Het ijs duwt", "150.000", "IJs", "waarschijnlijk"),
    ("T04", -5000.0, "5000 v.Chr.", "Bos op de heuvel", "5000", "Bos", "waarschijnlijk"),
    ("T06", 100.0, "100 n.Chr.", "Romeinen op de heuvel", "100", "Romeinen", "aanname"),
    ("T14", 2025.0, "2025", "Straten worden soms beken", "2025", "Nu", "zeker"),
)

EVENTS = (
    ("Het ijs duwt", -150000.0, "zeker", "natuur", "AB"),
    ("Grind in het dal", -20000.0, "waarschijnlijk", "natuur", "AB"),
    ("De wind brengt zand", -15000.0, "waarschijnlijk", "natuur", "BC"),
    ("Grond spoelt naar het dal", -500.0, "aanname", "natuur", "CD"),
    ("Zand voor de straten", 1950.0, "aanname", "bebouwing", "D"),
)
"""What put each layer there: text, year, certainty, alliance, sources."""

SOURCES = {
    "A": SourceDeclaration(
        title="Atlas van het dal", kind="published", publisher="Proefdal", year=1999, licence="CC BY 4.0",
        url="https://example.org/atlas",
    ),
    "B": SourceDeclaration(title="Boringen", kind="published", credit="Dienst van het dal"),
    "C": SourceDeclaration(title="Schatting", kind="assumption", url="javascript:alert(1)"),
    "D": SourceDeclaration(title="Straatnamen", kind="published"),
}  # fmt: skip

SMALL_BOX = RDExtent(188400.0, 426700.0, 189000.0, 427150.0)
HENGSTDAL_BOX = RDExtent(188400.0, 426700.0, 190400.0, 428200.0)


def _text(both: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(as_dict=lambda: both)


@dataclass(frozen=True)
class TiltedBeds:
    """Beds of 40 m that dip to the east."""

    codes: tuple[int, ...] = (2, 5, 7, 7, 8)
    width: float = 40.0

    def lithology(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        along = x + 1.5 * z + 10 * np.sin(np.asarray(y) / 90.0)
        return np.array(self.codes, dtype=np.uint8)[(np.floor(along / self.width) % 5).astype(int)]

    def intervals(self, x: float, y: float, base: float, top: float) -> tuple[np.ndarray, np.ndarray]:
        return np.array([top]), self.lithology(np.array([x]), np.array([y]), np.array([top]))


@dataclass(frozen=True)
class SyntheticStory:
    title: str
    date_label: str


@dataclass(frozen=True)
class SyntheticCamera:
    key: str
    name: dict[str, str]
    azimuth: float
    elevation: float
    distance: float
    focal: tuple[float, float, float]
    narrow: tuple[float, float] | None = None


@dataclass
class SyntheticContent:
    """The scene, at any cell size and over any box."""

    cell: float = 10.0
    extent: RDExtent = SMALL_BOX
    houses: int = 40
    exaggeration: float = 3.0
    start: str = "T14"
    base: float = -20.0
    folder: str = "scenes/proefdal"
    grey_roofs: frozenset[str] = frozenset({"kazerne"})
    legend: Legend = field(default_factory=read_legend)

    def __post_init__(self) -> None:
        self.grid = Grid(self.extent, self.cell)
        x, y = np.meshgrid(self.grid.x, self.grid.y)
        e = self.extent
        u, v = (x - e.xmin) / e.width, (y - e.ymin) / e.height
        self.ridge = 30 + 45 * np.exp(-((u - 0.7) ** 2 * 4 + (v - 0.4) ** 2 * 5)) + 3 * np.sin(u * 9)
        self.valley = 14 * np.exp(-(((v - 0.55 - 0.1 * np.sin(u * 5)) / 0.08) ** 2)) * (u < 0.75)
        self.u, self.v = u, v
        self.events = tuple(
            EventInfo(f"E{k}", Years(year, year), sure, "aanname", tuple(keys), {"nl": text, "en": text}, by)
            for k, (text, year, sure, by, keys) in enumerate(EVENTS)
        )
        self.stops = tuple(
            Stop(
                key,
                year,
                {"nl": label, "en": label},
                {"nl": title, "en": title},
                {"nl": short, "en": short},
                sure,
            )
            for key, year, label, title, number, short, sure in STOPS
        )
        self.fabrics = {self.legend.unit("GE").index: TiltedBeds()}
        self.today_ground = self.slice("T14").ground
        self.timeline = Timeline(self.stops)
        w, h = e.width, e.height
        self.boundary = np.array(
            [
                (e.xmin + w * a, e.ymin + h * b)
                for a, b in ((-0.02, 0.5), (0.2, 0.2), (0.85, 0.35), (0.45, 0.7))
            ]
        )
        middle = (e.xmin + w / 2, e.ymin + h / 2, 20.0)
        far = 1.56 * float(np.hypot(w, h))
        self.cameras = (
            SyntheticCamera(
                "ov", {"nl": "Overzicht", "en": "Overview"}, 215.0, 31.0, far, middle, (246.0, 36.0)
            ),
            SyntheticCamera("boven", {"nl": "Boven", "en": "Top"}, 180.0, 89.0, far, middle),
        )

    @property
    def place(self) -> Path:
        return Path(self.folder)

    def picture_name(self, view: ViewState, *, series: bool = False) -> str:
        return "proefdal_reeks" if series else f"proefdal_{view.slice_id.lower()}"

    def choices(self) -> ViewChoices:
        e = self.extent
        return ViewChoices(
            slice_ids=tuple(stop.id for stop in self.stops),
            start=self.start,
            years=(self.stops[0].year, self.stops[-1].year),
            units=tuple(unit.key for unit in self.legend.units),
            cameras=tuple(camera.key for camera in self.cameras),
            exaggeration=self.exaggeration,
            box=(e.xmin, e.ymin, e.xmax, e.ymax),
        )

    def title(self, language: str) -> str:
        return {"nl": "Wijkgenese Proefdal", "en": "Neighbourhood genesis Proefdal"}[language]

    def subtitle(self, language: str) -> str:
        return {"nl": "Hoe de wijk ontstond", "en": "How the quarter came to be"}[language]

    def credits(self, language: str) -> str:
        return "Verzonnen grens" if language == "nl" else "Invented boundary"

    def ice_label(self, language: str) -> str:
        return (
            "IJs: in het echt minstens 200 m dik" if language == "nl" else "Ice: really at least 200 m thick"
        )

    def words(self, language: str) -> dict[str, str]:
        return {**ui_words(language), "plan.band": ui_words(language)["plan.band"].replace("{n}", "2")}

    def bands(self, language: str) -> list[dict]:
        name = {"nl": "Natuur", "en": "Nature"}[language]
        return [
            {"nr": 1, "name": name, "short": name, "first": 0, "last": 2},
            {"nr": 2, "name": "Systeem", "short": "Systeem", "first": 3, "last": 3},
        ]

    def moment(self, text: str, language: str) -> Moment:
        return self.moment_of(parse_year(text, language), language)

    def moment_of(self, year: float, language: str) -> Moment:
        return moment_words(self.timeline, year, language)

    def at_year(self, year: float) -> TimeSlice:
        before = self.timeline.at_or_before(year)
        return replace(self.slice(before.id), year=year)

    def story(self, slice_id: str, language: str) -> SyntheticStory:
        row = next(row for row in STOPS if row[0] == slice_id)
        return SyntheticStory(f"{row[3]}{'' if language == 'nl' else ' (en)'}", row[2])

    def story_json(self, slice_id: str, language: str) -> dict:
        row = next(row for row in STOPS if row[0] == slice_id)
        story = self.story(slice_id, language)
        text = {
            "nl": "Bij zware regen stroomt het water over straat naar het laagste punt van het dal.",
            "en": "In heavy rain the water runs over the street to the lowest point of the valley.",
        }
        return {
            "date": story.date_label,
            "certainty": row[6],
            "certainty_words": certainty_words(row[6], language),
            "title": story.title,
            "text": text[language],
            "plan": "Planperiode 1 van 2: Natuur",
            "alliances": [
                {"key": key, "name": ui_words(language)[f"lay.{key}"], "text": "Een zin over deze alliantie."}
                for key in ("natuur", "bebouwing", "mens")
            ],
            "look_at": [{"nr": point.nr, "text": point.text} for point in self.look_at(slice_id, language)],
            "lesson": {"nl": "Maak eerst ruimte voor water.", "en": "Make room for water first."}[language],
            "certainty_note": {"nl": "De vorm is een aanname.", "en": "The shape is an assumption."}[
                language
            ],
            "sources": "Verzonnen",
        }

    def look_at(self, _slice_id: str, language: str) -> tuple[LookAt, ...]:
        e = self.extent
        text = {"nl": "het laagste punt", "en": "the lowest point"}[language]
        return (LookAt(1, text, (e.xmin + e.width * 0.3, e.ymin + e.height * 0.57), "boven"),)

    def labels(self, slice_id: str, language: str) -> tuple[SceneLabel, ...]:
        e = self.extent
        at = (e.xmin + e.width * 0.6, e.ymin + e.height * 0.3)
        return (SceneLabel("dal", {"nl": "Proefdal", "en": "Valley"}[language], at, None, 1),)

    def layers(self, slice_id: str, language: str) -> list[dict]:
        year = next(row[1] for row in STOPS if row[0] == slice_id)
        facts = SliceFacts(year, trees=slice_id == "T04", water=True, names=True, stories=True)
        features = self.slice(slice_id).features
        return layer_groups(layer_rows(facts, features, "te diep", language), language)

    def visible_legend(
        self, counts: VisibleCounts, language: str, colour_set: str = "contrast"
    ) -> list[dict]:
        return visible_legend(self.legend, counts, language, colour_set)

    def core(self, x, y, slice_id, language, *, moment=None, colour_set="contrast") -> dict:
        index = [row[0] for row in STOPS].index(slice_id)
        ground = float(Sampler(self.grid, np.array([x]), np.array([y]))(self.slice(slice_id).ground)[0])
        layer = {
            "name": "Zand", "colour": "#FBD977", "pattern": "sparse dots", "ink": "#5C4610",
            "certainty": "waarschijnlijk", "event": "Het ijs duwt", "event_certainty": "zeker",
        }  # fmt: skip
        intervals = [
            {**layer, "depth_top": 0.0, "depth_base": 12.0, "text": "Zand, 12 m"},
            {**layer, "depth_top": 12.0, "depth_base": 30.0, "text": "Zand, 18 m", "name": "Grof zand"},
        ]
        bars = [
            {
                "id": row[0], "index": i, "label": row[2], "ground": ground - i, "cover": "Gras",
                "cover_colour": "#A6C988", "certainty": row[6],
            }
            for i, row in enumerate(STOPS)
        ]  # fmt: skip
        year = moment.year if moment else STOPS[index][1]
        return {
            "where": f"x {x:.0f}, y {y:.0f}", "ground": ground, "depth": 30.0, "intervals": intervals,
            "zones": [{"name": "Smeltwater", "depth_top": 0.0, "depth_base": 30.0}], "bars": bars,
            "today": ground, "index": index, "sentence": f"{year:.0f}: Gras.", "note": None,
            "at": [round(x, 1), round(y, 1)],
            "between": {"label": f"{year:.0f}", "ground": ground, "cover": "Gras", "cover_colour": "#A6C988"}
            if moment else None,
            "stood": [
                {
                    "name": {"nl": "Een legerkamp", "en": "An army camp"}[language], "kind": "building",
                    "years": "80 tot 105 n.Chr.", "away": "", "first": 2, "last": 3, "now": index == 2,
                    "certainty": "aanname",
                },
                {
                    "name": {"nl": "Dalstraat", "en": "Valley Street"}[language], "kind": "line",
                    "years": "vanaf 1910", "away": "op 9 m", "first": 3, "last": 4, "now": index == 3,
                    "certainty": "zeker",
                },
            ],
        }  # fmt: skip

    @property
    def places(self) -> PlaceBook:
        e = self.extent
        at = (round(e.xmin + e.width * 0.6, 1), round(e.ymin + e.height * 0.3, 1))
        names = [
            ("dal", {"nl": "Proefdal", "en": "Valley"}, at, ()),
            ("straat", {"nl": "Dalstraat", "en": "Valley Street"}, (at[0] - 100, at[1]), ((1910.0, np.inf),)),
            ("kamp", {"nl": "Één kamp", "en": "A camp"}, (at[0], at[1] + 100), ((80.0, 105.0),)),
            ("ver", {"nl": "Verre dijk", "en": "Far dike"}, None, ()),
        ]
        return PlaceBook(tuple(Place(*row) for row in names), e)

    def core_data(self, x, y, *, moment=None) -> dict:
        part = {
            "top": 40.0, "base": 10.0, "depth_top": 0.0, "depth_base": 30.0, "lithology": 6, "unit": "DR",
            "tno": "DR", "event": "G04", "date": [-130000, -120000], "certainty": "zeker",
            "certainty_shape": "aanname",
        }  # fmt: skip
        years = [(row[0], row[1]) for row in STOPS] + ([("typed", moment.year)] if moment else [])
        slices = [
            {"id": key, "year": year, "ground": 40.0, "land_cover": "gras", "intervals": [part]}
            for key, year in sorted(years, key=lambda row: row[1])
        ]
        return {"x": x, "y": y, "slices": slices}

    def core_picture(self, cores, moment, language, kind) -> bytes | str:
        told = moment if isinstance(moment, str) else f"{moment.year:.0f}"
        caption = Caption("Prik hier", told, "Zekerheid: zeker", "Schematisch model", "Verzonnen", language)
        return core_file(cores, caption, kind)

    def text_twin(self, slice_id: str, language: str) -> tuple[TwinPart, ...]:
        title = {"nl": "Op de grond", "en": "On the ground"}[language]
        return (TwinPart(title, (f"{self.story(slice_id, language).title}.",)),)

    def features_at(self, slice_id: str) -> FeatureTable:
        return self.slice(slice_id).features

    def sources(self, slice_id: str, seen: Seen, language: str) -> list[dict]:
        row = next(row for row in STOPS if row[0] == slice_id)
        both = {"nl": row[3], "en": row[3]}
        story = SimpleNamespace(
            title=_text(both),
            certainty_note=_text({"nl": "Verzonnen.", "en": "Invented."}),
            date_label=_text({"nl": row[2], "en": row[2]}),
            certainty=row[6],
            sources=["A"],
        )
        return SourceTeller(self.legend, self.events, SOURCES).tell(story, seen, language)

    def setting(self, look: Look) -> BlockSetting:
        return BlockSetting(
            grid=self.grid,
            today_ground=self.today_ground,
            fabrics=self.fabrics,
            colours=BlockColours.of(self.legend, look.colour_set),
            base=self.base,
            exaggeration=look.exaggeration,
            hidden_units=frozenset(self.legend.unit(key).index for key in look.hidden_units),
            as_blocks=look.as_blocks,
            boundary=self.boundary,
            roofs=dict.fromkeys(self.grey_roofs, "grey"),
            covers=self.legend.covers,
            doubt=Doubt(
                np.array([CERTAINTIES.index(event.certainty) for event in self.events], np.uint8),
                np.array([event.alliance != "natuur" for event in self.events]),
                tuple((stop.year, CERTAINTIES.index(stop.certainty)) for stop in self.stops),
                CERTAINTIES.index(look.certainty),
            ),
        )

    def slice(self, slice_id: str) -> TimeSlice:
        index = [row[0] for row in STOPS].index(slice_id)
        stack = self._stack(index)
        cover_grid = self.grid.refined(2)
        cover = self._cover(index, cover_grid)
        shape = self.grid.shape
        ice = np.full(shape, np.nan, dtype=np.float32)
        water = np.full(shape, np.nan, dtype=np.float32)
        if index == 0:
            ice = np.where(self.u < 0.45 - 0.2 * self.v, 95 - 60 * self.u, np.nan).astype(np.float32)
        if index == 3:
            pond = (np.hypot(self.u - 0.3, self.v - 0.57) < 0.06) | (self.u + self.v < 0.12)
            water = np.where(pond, 36.0, np.nan).astype(np.float32)
            water = np.where(stack.ground < 36.0, water, np.nan).astype(np.float32)
        return TimeSlice(
            slice_id=slice_id,
            year=STOPS[index][1],
            stack=stack,
            cover_grid=cover_grid,
            land_cover=cover,
            painted=cover,
            use=np.zeros(cover_grid.shape, dtype=np.uint8),
            soil=np.zeros(shape, dtype=np.uint8),
            ice=ice,
            water=water,
            features=FeatureTable(self._houses() if index == 3 else ()),
        )

    rain_told = hotspots_told = rain_desk = hotspot_desk = None

    def section_picture(self, kind, ends, part, language):
        """Say what was asked for."""
        return f"{kind} {language} {part.slice_id} {ends}".encode()

    def _stack(self, index: int) -> LayerStack:
        unit = self.legend.unit
        stack = LayerStack(self.grid, self.base)

        def put(slot: int, key: str, lithology: int, thickness: np.ndarray) -> None:
            nonlocal stack
            layer = Layer(slot, unit(key).index, lithology, slot)
            stack = stack.deposited(layer, to_millimetres(thickness))

        put(0, "GE", FABRIC, self.ridge + 20 + (6 if index == 0 else 0))
        if index >= 1:
            stack = stack.cut(to_millimetres(self.ridge - self.valley))
            put(1, "DR", 6, 8 * np.clip(0.6 - self.v, 0, 1))
            put(2, "BXSC", 3, np.where(self.u > 0.5, 1.5, 0.0))
        if index >= 2:
            put(3, "COL", 3, self.valley * 0.2)
        if index >= 3:
            put(4, "AAm", 0, np.where((abs(self.u - 0.5) < 0.1) & (abs(self.v - 0.5) < 0.1), 2.5, 0.3))
        return stack

    def _cover(self, index: int, grid: Grid) -> np.ndarray:
        e = self.extent
        x, y = np.meshgrid(grid.x, grid.y)
        u, v = (x - e.xmin) / e.width, (y - e.ymin) / e.height
        codes = np.full(grid.shape, (1, 3, 4, 5)[index], dtype=np.uint8)
        if index == 2:
            codes[(u > 0.6) & (v > 0.3) & (u < 0.8) & (v < 0.6)] = 13
        if index == 3:
            codes[(u > 0.7) | (v > 0.85)] = 3
            for k in np.arange(0.08, 0.7, 0.08):
                codes[(abs(u - k) < 0.006) & (v < 0.85)] = 10
            codes[abs(v - 0.3) < 0.008] = 10
        return codes

    def _houses(self) -> tuple[Feature, ...]:
        e = self.extent
        rows = []
        columns = max(1, int(np.sqrt(self.houses)))
        for k in range(self.houses):
            cx = e.xmin + e.width * (0.06 + 0.6 * (k % columns) / columns)
            cy = e.ymin + e.height * (0.06 + 0.75 * (k // columns) / max(1, self.houses // columns))
            ring = ((cx, cy), (cx + 7, cy), (cx + 7, cy + 12), (cx, cy + 12))
            kind = "kazerne" if k % 7 == 0 else "tuindorp"
            rows.append(
                Feature(
                    f"h{k}",
                    "building",
                    kind,
                    "Polygon",
                    ring,
                    1920.0,
                    np.inf,
                    4,
                    "aanname",
                    "aanname",
                    "bebouwing",
                    8.0,
                )
            )
        return tuple(rows)


def full_size(cell: float = 5.0) -> SyntheticContent:
    """The same scene as large as Hengstdal: for timing and for looking."""
    return SyntheticContent(cell, HENGSTDAL_BOX, houses=1500)


if __name__ == "__main__":
    from wijkgenese3d.web.server import serve

    large = "--large" in sys.argv
    shown = full_size() if large else SyntheticContent()
    serve(
        shown,
        shown.setting,
        port=int(sys.argv[1]),
        on_ready=lambda address: sys.stdout.write(f"{address}\n") and sys.stdout.flush(),
    )
