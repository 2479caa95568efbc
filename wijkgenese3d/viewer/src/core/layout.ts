import type { CoreBar, CoreInterval } from '../types'

/** Least height of a layer in the drawing, px; how thick it really is, is said in words. */
export const THIN = 8

/** A scale from depth to height in the drawing: linear, but for layers that would be too thin to see. */
export interface DepthScale {
  (depth: number): number
}

export function depthScale(intervals: readonly CoreInterval[], depth: number, height: number): DepthScale {
  const inside = intervals.flatMap((one) => [one.depth_top, one.depth_base]).filter((d) => d > 0 && d < depth)
  const depths = [...new Set([0, ...inside, depth])].sort((a, b) => a - b)
  const least = Math.min(THIN, height / Math.max(depths.length - 1, 1))
  const at = depths.map((d) => (d / depth) * height)
  for (let i = 1; i < at.length; i += 1) at[i] = Math.max(at[i], at[i - 1] + least)
  at[at.length - 1] = height
  for (let i = at.length - 2; i >= 0; i -= 1) at[i] = Math.min(at[i], at[i + 1] - least)
  return (wanted) => {
    const d = Math.min(Math.max(wanted, 0), depth)
    const i = Math.max(1, depths.findIndex((one) => one >= d))
    const part = (d - depths[i - 1]) / (depths[i] - depths[i - 1])
    return at[i - 1] + part * (at[i] - at[i - 1])
  }
}

/**
 * Middles of labels as near as can be to where they are wanted, in the same order, none over another and all between
 * 0 and `room`. Labels that touch move as one group, half up and half down.
 */
export function pushApart(wanted: readonly number[], heights: readonly number[], room: number): number[] {
  // Without their heights the labels only have to be in order: then it is a regression under that order.
  const offsets: number[] = []
  let used = 0
  for (const height of heights) {
    offsets.push(used + height / 2)
    used += height
  }
  const groups: { sum: number; count: number }[] = []
  wanted.forEach((y, i) => {
    groups.push({ sum: y - offsets[i], count: 1 })
    while (groups.length > 1) {
      const [a, b] = groups.slice(-2)
      if (a.sum / a.count <= b.sum / b.count) break
      groups.splice(-2, 2, { sum: a.sum + b.sum, count: a.count + b.count })
    }
  })
  const slack = Math.max(room - used, 0)
  return groups
    .flatMap(({ sum, count }) => Array<number>(count).fill(Math.min(Math.max(sum / count, 0), slack)))
    .map((start, i) => start + offsets[i])
}

/**
 * Which layers are named beside the column: the thickest first, as long as no name has to stand farther than `shift` from
 * its layer. Their places are those of `pushApart`.
 */
export function namedLayers(
  middles: readonly number[],
  thickness: readonly number[],
  heights: readonly number[],
  room: number,
  shift: number,
): number[] {
  const order = middles.map((_, i) => i).sort((a, b) => thickness[b] - thickness[a] || a - b)
  let named: number[] = []
  for (const one of order) {
    const trial = [...named, one].sort((a, b) => a - b)
    const rows = trial.map((i) => heights[i])
    const fits = rows.reduce((sum, row) => sum + row, 0) <= room
    const wanted = trial.map((i) => middles[i])
    const places = fits ? pushApart(wanted, rows, room) : []
    if (fits && places.every((place, k) => Math.abs(place - wanted[k]) <= shift)) named = trial
  }
  return named
}

/** Depths for the axis, m: round steps, at most six. */
export function axisDepths(depth: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100].find((one) => depth / one <= 5) ?? 200
  const depths = []
  for (let d = 0; d <= depth + 1e-9; d += step) depths.push(d)
  return depths
}

export interface HeightScale {
  (height: number): number
}

/** Fractions of the diagram for heights of the ground; flat ground stays flat. */
export function heightScale(heights: readonly number[]): HeightScale {
  const low = Math.min(...heights)
  const high = Math.max(...heights)
  const range = Math.max(high - low, 4)
  const from = low - range * 0.3
  return (height) => (height - from) / (range * 1.3)
}

/** A linear scale from m NAP to px below the upper end. */
export function napScale(top: number, base: number, height: number): HeightScale {
  const range = Math.max(top - base, 1e-6)
  return (level) => ((top - level) / range) * height
}

/** Round levels for an axis in m NAP, from low to high. */
export function levelTicks(base: number, top: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100].find((one) => (top - base) / one <= 7) ?? 200
  const levels = []
  for (let level = Math.ceil(base / step) * step; level <= top + 1e-9; level += step) levels.push(level)
  return levels
}

/** Stops after each other with the same land cover, as one. */
export function coverRuns(bars: readonly CoreBar[]): { cover: string; colour: string; from: string; to: string }[] {
  const runs: { cover: string; colour: string; from: string; to: string }[] = []
  for (const bar of bars) {
    const last = runs[runs.length - 1]
    if (last?.cover === bar.cover) last.to = bar.label
    else runs.push({ cover: bar.cover, colour: bar.cover_colour, from: bar.label, to: bar.label })
  }
  return runs
}
