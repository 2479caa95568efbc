import { describe, expect, it } from 'vitest'
import { axisDepths, depthScale, heightScale, namedLayers, pushApart, THIN } from '../src/core/layout'
import { intervals } from './data'

const layer = (depth_top: number, depth_base: number) => ({ ...intervals[0], depth_top, depth_base })

describe('the scale of depth', () => {
  it('is linear where every layer is thick enough', () => {
    const scale = depthScale([layer(0, 10), layer(10, 15), layer(15, 30)], 30, 300)
    expect([0, 5, 10, 15, 30].map(scale)).toEqual([0, 50, 100, 150, 300])
  })

  it('gives a thin layer its least height, and keeps the ends', () => {
    const thin = [layer(0, 0.1), layer(0.1, 0.2), layer(0.2, 29.9), layer(29.9, 30)]
    const scale = depthScale(thin, 30, 300)
    for (const { depth_top, depth_base } of thin) {
      expect(scale(depth_base) - scale(depth_top)).toBeGreaterThanOrEqual(THIN - 1e-9)
    }
    expect(scale(0)).toBe(0)
    expect(scale(30)).toBe(300)
  })

  it('never runs backwards, also with more thin layers than fit', () => {
    const many = Array.from({ length: 60 }, (_, i) => layer(i * 0.1, (i + 1) * 0.1))
    const scale = depthScale(many, 30, 100)
    const places = Array.from({ length: 301 }, (_, i) => scale(i / 10))
    expect([...places].sort((a, b) => a - b)).toEqual(places)
    expect(places[300]).toBeCloseTo(100)
  })

  it('keeps within the log what goes beyond it, and copes with a gap', () => {
    const scale = depthScale([layer(0, 10), layer(12, 45)], 30, 300)
    expect(scale(45)).toBe(300)
    expect(scale(-3)).toBe(0)
    expect(scale(11)).toBeCloseTo(110)
  })
})

describe('the layers that are named', () => {
  it('are all of them where there is room', () => {
    expect(namedLayers([20, 60, 100], [40, 40, 40], [22, 22, 22], 120, 10)).toEqual([0, 1, 2])
  })

  it('are the thickest ones of a crowd, and none stands farther from its layer than is allowed', () => {
    const middles = [4, 12, 20, 60, 100]
    const named = namedLayers(middles, [8, 8, 9, 70, 10], Array(5).fill(22), 120, 12)
    expect(named).toContain(3)
    expect(named).toContain(2)
    expect(named).not.toEqual([0, 1, 2, 3, 4])
    const places = pushApart(named.map((i) => middles[i]), named.map(() => 22), 120)
    places.forEach((place, k) => expect(Math.abs(place - middles[named[k]])).toBeLessThanOrEqual(12))
  })

  it('are none where not even one row fits', () => {
    expect(namedLayers([5], [10], [22], 10, 20)).toEqual([])
  })
})

describe('labels', () => {
  const apart = (places: number[], heights: number[]): void => {
    for (let i = 1; i < places.length; i += 1) {
      expect(places[i] - places[i - 1]).toBeGreaterThanOrEqual((heights[i] + heights[i - 1]) / 2 - 1e-9)
    }
  }

  it('stay where they are wanted when they do not touch', () => {
    expect(pushApart([10, 50, 90], [20, 20, 20], 100)).toEqual([10, 50, 90])
  })

  it('give way to both sides when they do', () => {
    expect(pushApart([50, 52], [20, 20], 200)).toEqual([41, 61])
  })

  it('never overlap nor leave the drawing, whatever is wanted', () => {
    const heights = [20, 35, 20, 20, 20, 20]
    for (const wanted of [[0, 1, 2, 3, 4, 5], [199, 199, 200, 200, 200, 200], [0, 0, 0, 190, 195, 200], [0, 90, 91, 92, 93, 200]]) {
      const places = pushApart(wanted, heights, 200)
      apart(places, heights)
      expect(places[0] - heights[0] / 2).toBeGreaterThanOrEqual(0)
      expect(places[5] + heights[5] / 2).toBeLessThanOrEqual(200 + 1e-9)
    }
  })

  it('take no room when there are none', () => expect(pushApart([], [], 10)).toEqual([]))
})

describe('axes', () => {
  it('have round depths', () => {
    expect(axisDepths(30)).toEqual([0, 10, 20, 30])
    expect(axisDepths(5)).toEqual([0, 1, 2, 3, 4, 5])
    expect(axisDepths(12)).toEqual([0, 5, 10])
  })

  it('do not make a hill of flat ground', () => {
    const flat = heightScale([42, 42.1])
    expect(flat(42.1) - flat(42)).toBeLessThan(0.03)
    const hilly = heightScale([41, 53])
    expect(hilly(53)).toBeCloseTo(1)
    expect(hilly(41)).toBeGreaterThan(0.1)
  })
})
