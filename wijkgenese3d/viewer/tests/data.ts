/** A small quarter in the form of the contract, for the tests and for the page to look at the parts. */
import type { Band, Core, CoreInterval, Era, LegendGroup, Overlay, Stop, Story, Swatch, Words } from '../src/types'

export const words: Words = {
  lang: 'nl',
  'app.close': 'Sluiten',
  'act.core_hint': 'Tik op het blok. U ziet wat er in de grond zit.',
  'time.title': 'Tijdlijn',
  'time.prev': 'Vorige periode',
  'time.next': 'Volgende periode',
  'time.play': 'Speel af',
  'time.pause': 'Pauze',
  'time.all': 'Alle perioden',
  'time.count': '{nr} van {n}',
  'time.type': 'Typ een jaar',
  'time.type_help': 'Bijvoorbeeld 1935, 100 v.Chr. of 20.000 jaar geleden',
  'plan.band': 'Planperiode {nr} van 7: {naam}',
  'st.no_period': 'Voor deze periode is nog geen beeld gemaakt.',
  'cert.z': 'Zeker',
  'cert.w': 'Waarschijnlijk',
  'cert.a': 'Aanname',
  'leg.title': 'Legenda',
  'lay.colours': 'Kleuren van de grond',
  'lay.col_contrast': 'Duidelijk contrast',
  'lay.col_official': 'Officieel (TNO)',
  'core.title': 'Onder dit punt',
  'core.layer': '{soort}, van {a} tot {b} meter diep',
  'core.lines': 'Streepjes: grens waarschijnlijk. Punten: aanname.',
  'core.edge': 'Grens eronder:',
  'core.past': 'Wat gebeurde er op deze plek?',
  'core.nodata': 'Hier weten we niets over de grond.',
  'core.now': 'nu: {z} m',
  'core.cover': 'wat er lag of stond',
  'probe.rd': 'RD {x}, {y}',
  'probe.at': 'Op {z} m NAP',
  'probe.spot': 'Plek {letter}',
  'probe.drop': 'Haal plek {letter} weg',
  'probe.move': 'Verplaats plek {letter}',
  'probe.found': '{n} namen gevonden.',
  'probe.air': 'boven de grond',
  'probe.deep': 'dieper dan het log',
  'story.look': 'Kijk naar',
  'story.lesson': 'Wat leert het verleden',
  'story.more': 'Lees meer',
  'story.less': 'Minder',
  'rep.sources': 'Bronnen',
}

type Row = [id: string, number: string, label: string, short: string, certainty: 'z' | 'w' | 'a', narrow?: string]
const CERTAINTY = { z: 'zeker', w: 'waarschijnlijk', a: 'aanname' } as const

const rows: Row[] = [
  ['T01', '150.000', 'ca. 150.000 jaar geleden', 'IJs', 'z'],
  ['T02', '140.000', 'ca. 140.000 jaar geleden', 'Smeltwater', 'z'],
  ['T03', '20.000', 'ca. 20.000 jaar geleden', 'Koude steppe', 'z', 'Steppe'],
  ['T04', '5000', 'ca. 5000 v.Chr.', 'Bos', 'w'],
  ['T05', '1000', 'ca. 1000 v.Chr.', 'Boeren', 'w'],
  ['T06a', '12 v.Chr.', 'ca. 12 v.Chr.', 'Groot kamp', 'w'],
  ['T06', '100', 'ca. 100 n.Chr.', 'Romeinen', 'w'],
  ['T07', '1350', 'ca. 1350', 'Woud en heide', 'w', 'Woud'],
  ['T08', '1825', 'ca. 1825', 'Akkers', 'w'],
  ['T09', '1910', '1910', 'Stad groeit', 'z'],
  ['T10', '1935', '1935', 'Tuindorp', 'w'],
  ['T11', '1944', 'september 1944', 'Oorlog', 'z'],
  ['T12', '1960', '1960', 'Wederopbouw', 'z', 'Opbouw'],
  ['T13', '1985', '1985', "Auto's", 'w'],
  ['T14', '2025', '2025', 'Nu', 'z'],
  ['T15', '2050', '2050 (voorbeeld)', 'Toekomst', 'a'],
]

export const stops: Stop[] = rows.map(([id, number, label, short, certainty, narrow]) => ({
  id,
  number,
  label,
  short,
  narrow,
  title: `Titel van ${short}`,
  certainty: CERTAINTY[certainty],
  cell: id !== 'T06a',
  missing: false,
}))

export const eras: Era[] = [
  { name: 'jaar geleden', span: 3 },
  { name: 'v.Chr.', span: 2 },
  { name: 'n.Chr.', span: 10 },
]

export const bands: Band[] = [
  { nr: 1, name: 'Gebruik natuur als leefomgeving', short: 'Natuur als leefomgeving', first: 0, last: 5 },
  { nr: 2, name: 'Veiligheid', short: 'Veiligheid', first: 6, last: 6 },
  { nr: 3, name: 'Landaanwinning', short: 'Landaanwinning', first: 7, last: 7 },
  { nr: 4, name: 'Bescherming functies en gebieden', short: 'Bescherming', first: 8, last: 10 },
  { nr: 5, name: 'Sectorale prioriteiten', short: 'Prioriteiten', first: 11, last: 12 },
  { nr: 6, name: 'Sectorale verbindingen', short: 'Verbindingen', first: 13, last: 13 },
  { nr: 7, name: 'Systeemverantwoordelijkheid', short: 'Systeem', first: 14, last: 14 },
]

const swatch = (key: string, name: string, colour: string, pattern: string, ink = ''): Swatch => ({ key, name, colour, pattern, ink })

const GROUND: Record<string, Swatch> = {
  anthro: swatch('anthro', 'Opgebracht', '#868C92', 'diagonal hatch 45deg', '#241F1A'),
  peat: swatch('peat', 'Veen', '#3F2A1E', 'short wavy tufts', '#F4E6D8'),
  clay: swatch('clay', 'Klei', '#337F71', 'long horizontal dashes', '#F3FBF7'),
  loam: swatch('loam', 'Leem, löss', '#B7C58F', 'dash-dot rows', '#3F4527'),
  sand_fine: swatch('sand_fine', 'Fijn zand', '#FAF5C8', 'none (blank)', '#6B6136'),
  sand_med: swatch('sand_med', 'Zand', '#FBD977', 'sparse dots', '#5C4610'),
  sand_coarse: swatch('sand_coarse', 'Grof zand', '#CA974F', 'dense larger dots', '#3A2408'),
  gravel: swatch('gravel', 'Grind', '#875234', 'open pebbles, light', '#F6E3CF'),
}

export const legend: LegendGroup[] = [
  {
    key: 'on',
    title: 'Op de grond',
    items: [
      swatch('roof_red', 'Rood dak', '#A9432B', 'roof glyph'),
      swatch('roof_grey', 'Grijs dak', '#5F6875', 'roof glyph'),
      swatch('asphalt', 'Asfalt', '#8A8680', 'edge lines'),
      swatch('paved', 'Verharding', '#BDB8B2', 'fine grid'),
      swatch('grass', 'Gras', '#A6C988', 'none'),
      swatch('garden', 'Tuinen', '#85A454', 'small squares'),
      swatch('forest', 'Bos', '#476D4F', 'tree glyphs'),
      swatch('water', 'Water', '#3985B1', 'wave lines'),
      swatch('heath', 'Heide', '#A87F99', 'dot clusters'),
      swatch('arable', 'Akker', '#D9BB52', 'furrow lines'),
    ],
  },
  { key: 'in', title: 'In de grond', items: Object.values(GROUND) },
]

export const story: Story = {
  date: '2025',
  certainty: 'zeker',
  certainty_words: 'Zeker',
  title: 'Straten worden soms beken',
  text: 'Bij zware regen stroomt het water over straat naar het laagste punt van het dal. In de zomer wordt het er heet.',
  plan: 'Planperiode 6 van 7: Sectorale verbindingen',
  alliances: [
    { key: 'natuur', name: 'Natuurlijke alliantie', text: 'Het dal van de oude smeltwatergeul ligt er nog.' },
    { key: 'bebouwing', name: 'Bebouwing en infrastructuur', text: 'Straten volgen de hoogtelijnen.' },
    { key: 'mens', name: 'Mens en maatschappij', text: 'Bewoners ruimen tegels en planten groen.' },
  ],
  look_at: [
    { nr: 1, text: 'De Broerdijk, vroeger een dam' },
    { nr: 2, text: 'Het laagste punt van het dal' },
  ],
  lesson: 'Water zoekt de weg die het altijd al had.',
  certainty_note: 'De hoogten zijn gemeten, de riolen zijn geschat.',
  sources: 'Hoogtekaart, gemeentelijk archief.',
}

type Layer = [top: number, base: number, key: string, text: string, certainty: 'z' | 'w' | 'a']
const layers: Layer[] = [
  [0, 1, 'anthro', 'Opgebracht, 1 m', 'z'],
  [1, 1.3, 'peat', 'Veen, 0,3 m', 'w'],
  [1.3, 4, 'loam', 'Leem, uit het dal', 'a'],
  [4, 7.5, 'sand_coarse', 'Grof zand', 'w'],
  [7.5, 9.2, 'gravel', 'Grind', 'w'],
  [9.2, 14, 'sand_coarse', 'Grof zand', 'z'],
  [14, 17.5, 'sand_fine', 'Fijn zand', 'a'],
  [17.5, 19, 'clay', 'Klei, dun', 'a'],
  [19, 24.5, 'sand_med', 'Zand', 'a'],
  [24.5, 26.5, 'gravel', 'Grind', 'a'],
  [26.5, 30, 'sand_coarse', 'Grof zand', 'a'],
]

export const intervals: CoreInterval[] = layers.map(([depth_top, depth_base, key, text, certainty]) => ({
  depth_top,
  depth_base,
  name: GROUND[key].name,
  text,
  colour: GROUND[key].colour,
  pattern: GROUND[key].pattern,
  ink: GROUND[key].ink,
  certainty: CERTAINTY[certainty],
  event: `${GROUND[key].name} kwam hier ca. 140.000 jaar geleden met smeltwater.`,
  event_certainty: 'waarschijnlijk',
}))

const HEIGHTS = [46, 44, 41.5, 41, 41, 41, 53, 48.5, 47, 45, 42.6, 42.6, 42.6, 42.4, 42, 41.6]
const COVERS = '#D4EFFE #3985B1 #ABA871 #476D4F #D9BB52 #C78F61 #C78F61 #A87F99 #D9BB52 #D9BB52 #85A454 #4E3F3A #BDB8B2 #8A8680 #8A8680 #3EA59F'

export const core: Core = {
  where: 'Hengstdalseweg, 42 m NAP',
  ground: 42,
  depth: 30,
  intervals,
  zones: [
    { name: 'Door mensen', depth_top: 0, depth_base: 1 },
    { name: 'Dal', depth_top: 1, depth_base: 4 },
    { name: 'Smeltwater', depth_top: 4, depth_base: 14 },
    { name: 'Scheef geduwd', depth_top: 14, depth_base: 30 },
  ],
  bars: stops.map((stop, index) => ({
    id: stop.id,
    index,
    label: stop.number,
    ground: HEIGHTS[index],
    cover: 'Straat',
    cover_colour: COVERS.split(' ')[index],
    certainty: stop.certainty,
  })),
  today: 42,
  index: 14,
  sentence: '2025: Straat. Regen stroomt hierheen.',
  note: { index: 6, text: 'dam: +12 m' },
  at: [189392, 427317],
  between: null,
  stood: [
    { name: 'Romeins aquaduct', kind: 'line', years: '80 tot 105 n.Chr.', away: '', first: 6, last: 7, now: false, certainty: 'aanname' },
    { name: 'Broerdijk', kind: 'line', years: 'vanaf 1933', away: 'op 9 m', first: 10, last: 16, now: true, certainty: 'zeker' },
  ],
}

export const overlay: Overlay = {
  labels: [
    { id: 'broerdijk', text: 'Broerdijk', at: [0.49, 0.44], foot: [0.49, 0.51], certainty: 'waarschijnlijk' },
    { id: 'spoorbuurt', text: 'Spoorbuurt', at: [0.43, 0.48], foot: [0.43, 0.55], certainty: null },
    { id: 'limos', text: 'Limos', at: [0.31, 0.62], foot: [0.31, 0.66], certainty: null },
    { id: 'hengstberg', text: 'Hengstberg', at: [0.7, 0.3], foot: [0.7, 0.36], certainty: null },
  ],
  scale: { a: [0.39, 0.93], b: [0.51, 0.85], text: '500 m' },
  ticks: [
    { at: [0.88, 0.41], text: '0 m' },
    { at: [0.88, 0.435], text: '10' },
    { at: [0.88, 0.46], text: '20' },
    { at: [0.88, 0.485], text: '30 m' },
  ],
  sides: [
    { at: [0.2, 0.79], angle: 33, text: 'westkant' },
    { at: [0.7, 0.76], angle: -30, text: 'zuidkant' },
  ],
  north: { angle: -59, length: 0.8 },
  pins: [
    { at: [0.46, 0.57], text: '', kind: 'pin' },
    { at: [0.6, 0.5], text: '1', kind: 'look' },
  ],
}
