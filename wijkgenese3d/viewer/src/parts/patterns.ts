/**
 * The signs of the legend files as small tiles, for swatches and for the log of a core: the same signs that lie on the
 * block, so that colour is never alone. A tile repeats; its shapes are drawn in the ink of the class.
 */
export interface Tile {
  width: number
  height: number
  /** Lines, in user units of 1 px. */
  lines?: string
  weight?: number
  /** Filled shapes. */
  shapes?: string
  /** Colour of the filled shapes, where that is not the ink. */
  paint?: string
  /** Turn of the whole tile, degrees. */
  turn?: number
}

const dot = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
const ring = (x: number, y: number, rx: number, ry: number): string =>
  `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`
const crown = (x: number, y: number, r: number): string => `${dot(x, y, r)}M${x - 0.6} ${y + r - 0.4}h1.2v3h-1.2z`

const BLANK: Tile = { width: 8, height: 8 }

/** Of plaster, under a roof. */
const WALL = '#e2d0b8'

export const TILES: Readonly<Record<string, Tile>> = {
  none: BLANK,
  'none (blank)': BLANK,

  // in the ground
  'diagonal hatch 45deg': { width: 6, height: 6, lines: 'M0 0v6', weight: 1.3, turn: 45 },
  'short wavy tufts': { width: 14, height: 10, lines: 'M1 4q1.5-3 3 0t3 0M8 9q1.5-3 3 0t3 0', weight: 1.2 },
  'long horizontal dashes': { width: 18, height: 8, lines: 'M1 2h11M10 6h8M0 6h2', weight: 1.2 },
  'dash-dot rows': { width: 16, height: 8, lines: 'M1 2h5M9 2h1.5M9 6h5M1 6h1.5', weight: 1.1 },
  'sparse plus signs': { width: 16, height: 12, lines: 'M2 3h4M4 1v4M10 9h4M12 7v4', weight: 1 },
  'sparse dots': { width: 10, height: 10, shapes: dot(2.5, 2.5, 0.9) + dot(7.5, 7.5, 0.9) },
  'dense larger dots': { width: 6, height: 6, shapes: dot(1.5, 1.5, 1.1) + dot(4.5, 4.5, 1.1) },
  'open pebbles, light': { width: 16, height: 10, lines: ring(4, 3, 2.7, 1.8) + ring(12, 7.5, 2.7, 1.8), weight: 1.2 },
  'small open arcs': { width: 12, height: 10, lines: 'M1 5a2.5 2.5 0 0 1 5 0M7 10a2.5 2.5 0 0 1 5 0', weight: 1.1 },

  // on the ground
  'crevasse lines': { width: 30, height: 20, lines: 'M3 4l6 2 4-1M14 12l5-2 8 2M4 16l5 1', weight: 1.1 },
  'fine stipple': { width: 8, height: 8, shapes: dot(1.5, 1.5, 0.6) + dot(5.5, 3.5, 0.6) + dot(3, 6.5, 0.6) },
  'short tufts': { width: 12, height: 10, lines: 'M2 5l-1-3M3 5V1.500M4 5l1-3M8 10l-1-3M9 10V6.500M10 10l1-3', weight: 0.9 },
  'tree glyphs': { width: 30, height: 20, shapes: crown(8, 9, 4.6) + crown(20, 8, 5.2) + crown(28, 14, 3.6) },
  'clustered small tree glyphs': {
    width: 30,
    height: 20,
    shapes: crown(5, 7, 2.8) + crown(10, 9, 2.8) + crown(15, 6.5, 2.8) + crown(23, 11, 2.8) + crown(27, 8, 2.8),
  },
  'wide-spaced tree glyphs': { width: 30, height: 20, shapes: crown(7, 7, 3) + crown(22, 11, 3) },
  'dot clusters': {
    width: 16,
    height: 12,
    shapes: dot(3, 3, 1.1) + dot(5.6, 4, 1.1) + dot(3.6, 5.8, 1.1) + dot(11, 8.5, 1.1) + dot(13.6, 9.4, 1.1),
  },
  'furrow lines': { width: 6, height: 6, lines: 'M0 0v6', weight: 1.1, turn: 30 },
  'small squares': { width: 15, height: 10, lines: 'M2 2h4.500v3.500H2zM9 5h4v3H9z', weight: 0.9 },
  'edge lines': { width: 30, height: 20, lines: 'M0 2.500h30M0 17.500h30M3 10h6M13 10h6M23 10h6', weight: 1.2 },
  'rampart line': { width: 30, height: 20, lines: 'M5 4h20v12H5zM8 4V1.800M13 4V1.800M18 4V1.800M23 4V1.8', weight: 1.2 },
  'fine grid': { width: 10, height: 8, lines: 'M0 0h10M0 4h10M3 0v4M8 4v4', weight: 0.8 },
  'coarse grid': { width: 10, height: 10, lines: 'M0 5h10M5 0v10', weight: 1 },
  'roof glyph': { width: 30, height: 20, shapes: 'M0 12h30v8H0z', paint: WALL },
  'wave lines': { width: 16, height: 8, lines: 'M0 3q4-3 8 0t8 0M0 7q4-3 8 0t8 0', weight: 0.9 },
  'reed ticks': { width: 12, height: 10, lines: 'M2 6V2M4 6V3M8 10V6M10 10V7', weight: 1.1 },
  'broken hatch': { width: 12, height: 8, lines: 'M1 7l4-5M6.5 4.500l3-3.500M8 8l2.5-3', weight: 1.2 },
  'slope ticks': { width: 10, height: 20, lines: 'M0 3h10M2 3v7M7 3v4', weight: 1 },
  'rows of small upright bars': { width: 8, height: 10, lines: 'M2 2v4M6 5v4', weight: 1.6 },
  'short bed lines in two directions': { width: 16, height: 10, lines: 'M1 2h6M1 4.500h6M1 7h6M10 1v7M12.5 1v7M15 1v7', weight: 0.9 },
  'tufts above short dashes': { width: 14, height: 10, lines: 'M3 5V2M5 5l1-2.500M2 7h5M10 9V6.500M9 9.800h4', weight: 0.9 },
}

export const tileOf = (pattern: string): Tile => TILES[pattern] ?? BLANK

/** Land cover has no ink of its own in the legend files: then a dark wash of the colour below it. */
export const inkOf = (ink: string): string => ink || '#00000055'
