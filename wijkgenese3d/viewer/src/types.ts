/**
 * What the components take: plain JSON. The app makes it in `wijkgenese3d/scene` and `wijkgenese3d/report`
 * and puts it in its state; the static site packs the same. Texts come in the language that is shown.
 * Places in a picture are fractions: x from its left edge, y from its upper edge, 0 to 1.
 */

export type Certainty = 'zeker' | 'waarschijnlijk' | 'aanname'
export type Alliance = 'natuur' | 'bebouwing' | 'mens'
export type Density = 'work' | 'zaal' | 'kiosk'
/** Words of the interface by key; a component falls back to the key itself. */
export type Words = Record<string, string>
export type Place = [x: number, y: number]

/** A stop of the timeline, oldest first. */
export interface Stop {
  id: string
  /** Number in the cell, such as "150.000"; what it counts stands in the era above it. */
  number: string
  /** Full date in words. */
  label: string
  short: string
  /** A shorter name for a screen under 1600 px, where `short` does not fit. */
  narrow?: string
  title: string
  certainty: Certainty
  /** False for an extra stop that is a tick between two cells. */
  cell: boolean
  /** True where no picture can be made. */
  missing: boolean
}

/** A run of cells that count in the same way: "jaar geleden", "v.Chr.", "n.Chr.". */
export interface Era { name: string; span: number }

/** A planning period over the cells first..last (numbers of cells, ticks not counted, from 0). */
export interface Band { nr: number; name: string; short: string; first: number; last: number }

/** A typed year that lies between two stops: `after` is the index of the stop before it. */
export interface Moment { label: string; sentence: string; after: number }

/** A colour with its pattern and the ink of the pattern; pattern names are those of the legend files. */
export interface Swatch { key: string; name: string; colour: string; pattern: string; ink: string }

export interface LegendGroup { key: string; title: string; items: Swatch[] }

export interface Story {
  date: string
  certainty: Certainty
  certainty_words: string
  title: string
  text: string
  /** "Planperiode 6 van 7: ..."; empty where there is none. */
  plan: string
  alliances: { key: Alliance; name: string; text: string }[]
  /** Points to look at; a click asks the app to fly there. */
  look_at: { nr: number; text: string }[]
  lesson: string
  certainty_note: string
  sources: string
}

/** One layer of the ground under a spot; depths in m below the ground of the slice. */
export interface CoreInterval {
  depth_top: number
  depth_base: number
  /** Plain words, such as "Grof zand". */
  name: string
  /** The same with its thickness, such as "Opgebracht, 1 m". */
  text: string
  colour: string
  pattern: string
  ink: string
  /** Of the shape: how sure its lower boundary is. */
  certainty: Certainty
  /** Who put it there and when, in words. */
  event: string
  event_certainty: Certainty
}

/** A bracket beside the log, such as "Smeltwater". */
export interface CoreZone { name: string; depth_top: number; depth_base: number }

/** One stop in the time-height diagram; `ground` in m NAP, null where there is none. */
export interface CoreBar {
  id: string
  index: number
  label: string
  ground: number | null
  cover: string
  cover_colour: string
  certainty: Certainty
}

export interface Core {
  /** Such as "Dorpsstraat, 42 m NAP". */
  where: string
  ground: number
  /** Depth of the log, m. */
  depth: number
  intervals: CoreInterval[]
  zones: CoreZone[]
  bars: CoreBar[]
  /** Today's ground, m NAP: the dashed line. */
  today: number
  /** Index of the stop that is shown. */
  index: number
  /** One sentence about this stop. */
  sentence: string
  /** A note on a bar that stands out, such as "dam: +12 m"; index of the bar. */
  note: { index: number; text: string } | null
  /** RD, m. */
  at: Place
  /** The bar of a typed year, after that of `index`. */
  between: CoreBetween | null
  stood: CoreStood[]
}

/** A street or place that was found by its name; `detail` tells it from others. */
export interface Found { id: string; name: string; detail: string }

/** A year between two stops in the time-height diagram. */
export interface CoreBetween { label: string; ground: number; cover: string; cover_colour: string }

/** What stood at a spot, the oldest first; `first` to `last` on the row of stops, each 1 wide. */
export interface CoreStood {
  name: string
  kind: 'building' | 'line' | 'pin'
  /** When, in words. */
  years: string
  /** How far away, in words; empty for what the spot lies in or on. */
  away: string
  first: number
  last: number
  /** Whether it stands there at the moment that is shown. */
  now: boolean
  certainty: Certainty
}

/** A name on the block: its plate at `at`, the place that it names at `foot`. */
export interface Label { id: string; text: string; at: Place; foot: Place; certainty: Certainty | null }

/** What is written over the picture, computed with the same camera. */
export interface Overlay {
  labels: Label[]
  scale: { a: Place; b: Place; text: string } | null
  ticks: { at: Place; text: string }[]
  /** Names of the sides that are in view; `angle` in degrees, clockwise. */
  sides: { at: Place; angle: number; text: string }[]
  /** Direction of north in the picture, degrees clockwise from up; length of the needle 0 to 1. */
  north: { angle: number; length: number }
  /** Rings: the probe ("pin") and the points of `look_at` (with their number). */
  pins: { at: Place; text: string; kind: 'pin' | 'look' | 'pointer' }[]
  /** Handles with which a cut is moved; only in the app. */
  handles?: CutHandle[]
}

/** A handle of a cut: `x`, `y`, `z` of a bite, `a`, `b` of a line. `value` is what it sets, m. */
export interface CutHandle { key: string; at: Place; value: number; min: number; max: number }

/** What was typed in a field and cannot be: as it was typed, and what is wrong with it. */
export interface Refused { typed: string; said: string }

/** The numbers of a cut: dug off in m; a bite (corner, RD x, y, floor in m NAP) or a line (two points, RD). */
export interface CutFields {
  dig: number
  lid: boolean
  kind: '' | 'bite' | 'line'
  corner?: string
  x?: number
  y?: number
  z?: number
  x1?: number
  y1?: number
  x2?: number
  y2?: number
  left?: boolean
}

/** A section, unfolded: its drawing from `base` to `top` (m NAP) over `length` (m), and the ground along it. */
export interface SectionDrawing { image: string; length: number; base: number; top: number; ground: Place[] }

/** Where the water went, mm of the rain. */
export interface RainParts { ground: number; sewer: number; ponded: number; outflow: number }

/** A cloudburst: what falls, where its water goes in this moment, and in all moments (null where nothing is said). */
export interface Rain {
  exists: boolean
  on: boolean
  /** Still being worked out. */
  busy?: boolean
  mm: number
  minutes: number
  /** Of the storm in `storms`; empty for one of one's own. */
  key: string
  storms: { key: string; name: string; mm: number; minutes: number }[]
  sentences: string[]
  caveats: string[]
  certainty: Certainty
  /** `sewer_m3` is a part of `infiltrated_m3`. */
  parts: { rain_m3: number; infiltrated_m3: number; sewer_m3: number; ponded_m3: number; outflow_m3: number } | null
  depth: number | null
  bars: { id: string; index: number; label: string; parts: RainParts | null }[]
}

/** Heat, water and heritage: what is shown, and where all three meet (m2). */
export interface Spots {
  exists: boolean
  shown: string[]
  /** Up to when what people made counts as heritage. */
  until: string
  caveat: string
  certainty: Certainty
  sentences: string[]
  places: { name: string; x: number; y: number; m2: number }[]
  /** Asked for in a moment of which nothing is said. */
  empty: boolean
}

/** Where the pointer is in a section: at a height, or at all layers there (`log`). */
export interface SectionAt { distance: number; z: number | null; where: string; what: string; log: string[] }
/** A step of a difference of height, -3 (dug most) to 3 (raised most). */
export interface DifferenceStep { step: number; colour: string; name: string }

/** Things of one kind that came or went. */
export interface FeatureGroup { kind: string; count: string; names: string[]; more: number }

/** What changed between two moments. Numbers are in the words of the language. */
export interface Difference {
  /** Rounded, such as "Ongeveer 60.000 m³ opgehoogd." */
  sentences: string[]
  /** Volume in m³, largest change in m, and where that is (RD, m; null where nothing changed). */
  ground: { key: string; name: string; volume: string; most: string; spot: [number, number] | null }[]
  steps: DifferenceStep[]
  /** Changes of land cover, the largest first; the small ones are summed. */
  covers: { before: string; before_colour: string; after: string; after_colour: string; ha: string }[]
  covers_rest: { count: number; ha: string } | null
  covers_all: string
  came: FeatureGroup[]
  went: FeatureGroup[]
}
