import type { Band, Moment, Stop } from '../types'

/** Where a stop stands on the track, counted in cells from the left edge: the middle of the first cell is 0.5. */
export interface Placed {
  stop: Stop
  /** Number in the list of all stops. */
  index: number
  /** Number among the cells; for a tick that of the cell before it (-1 where there is none). */
  cell: number
  at: number
}

export function place(stops: readonly Stop[]): Placed[] {
  let cell = -1
  const placed = stops.map((stop, index) => {
    if (stop.cell) cell += 1
    return { stop, index, cell, at: cell + 0.5 }
  })
  const cells = cell + 1
  // Ticks share the room between the middles of their two neighbours.
  for (let i = 0; i < placed.length; i += 1) {
    if (placed[i].stop.cell) continue
    let end = i
    while (end < placed.length && !placed[end].stop.cell) end += 1
    const from = i === 0 ? 0 : placed[i].at
    const to = end === placed.length ? cells : placed[i].cell + 1.5
    for (let k = i; k < end; k += 1) placed[k].at = from + ((k - i + 1) / (end - i + 1)) * (to - from)
    i = end
  }
  return placed
}

export const countCells = (stops: readonly Stop[]): number => stops.filter((stop) => stop.cell).length

/** The place of a moment: half-way between the stop before it and the one after. */
export function placeMoment(moment: Moment, placed: readonly Placed[]): number {
  const before = placed[moment.after]
  const after = placed[moment.after + 1]
  if (before && after) return (before.at + after.at) / 2
  return before ? before.at + 0.5 : (after?.at ?? 0.5) - 0.5
}

/** The nearest stop in one direction that can be shown; null at the end of the line. */
export function neighbour(stops: readonly Stop[], from: number, step: 1 | -1): number | null {
  for (let i = from + step; i >= 0 && i < stops.length; i += step) if (!stops[i].missing) return i
  return null
}

/** From a moment between two stops the way back leads to the stop before it. */
export function previousOf(stops: readonly Stop[], index: number, moment: Moment | null): number | null {
  return neighbour(stops, moment ? moment.after + 1 : index, -1)
}

export function nextOf(stops: readonly Stop[], index: number, moment: Moment | null): number | null {
  return neighbour(stops, moment ? moment.after : index, 1)
}

/** The planning period of a place on the track; a moment counts with the cell that it lies in. */
export function bandAt(bands: readonly Band[], at: number): Band | null {
  return bands.find((band) => at >= band.first && at < band.last + 1) ?? null
}
