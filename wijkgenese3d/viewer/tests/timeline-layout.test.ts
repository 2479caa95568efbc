import { describe, expect, it } from 'vitest'
import { bandAt, neighbour, nextOf, place, placeMoment, previousOf } from '../src/timeline/layout'
import type { Stop } from '../src/types'
import { bands, stops } from './data'

const stop = (cell: boolean, missing = false): Stop => ({ ...stops[0], cell, missing })

describe('places on the track', () => {
  it('puts cells in the middle of their own cell and a tick between its neighbours', () => {
    const placed = place(stops)
    expect(placed.map(({ at }) => at)).toEqual([
      0.5, 1.5, 2.5, 3.5, 4.5, 5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5,
    ])
    expect(placed[5].cell).toBe(4)
    expect(placed[6].cell).toBe(5)
  })

  it('shares the room between ticks that stand together, also at the ends', () => {
    const places = place([stop(false), stop(true), stop(false), stop(false), stop(true), stop(false)]).map(({ at }) => at)
    expect(places[0]).toBeGreaterThanOrEqual(0)
    expect(places[2]).toBeCloseTo(0.5 + 1 / 3)
    expect(places[3]).toBeCloseTo(0.5 + 2 / 3)
    expect(places[5]).toBeLessThanOrEqual(2)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
  })

  it('puts a moment half-way, and at the ends beside the last stop', () => {
    const placed = place(stops)
    expect(placeMoment({ label: '', sentence: '', after: 10 }, placed)).toBeCloseTo(10)
    expect(placeMoment({ label: '', sentence: '', after: 4 }, placed)).toBeCloseTo(4.75)
    expect(placeMoment({ label: '', sentence: '', after: 15 }, placed)).toBeCloseTo(15)
  })

  it('knows the planning period of a cell, of a tick and of the last edge', () => {
    expect(bandAt(bands, 0.5)?.nr).toBe(1)
    expect(bandAt(bands, 5)?.nr).toBe(1)
    expect(bandAt(bands, 14.5)?.nr).toBe(7)
    expect(bandAt(bands, 15)).toBeNull()
  })
})

describe('the way along the stops', () => {
  const line = [stop(true, true), stop(true), stop(true, true), stop(true)]

  it('passes over what has no picture and ends at the ends', () => {
    expect(neighbour(line, 1, 1)).toBe(3)
    expect(neighbour(line, 3, -1)).toBe(1)
    expect(neighbour(line, 1, -1)).toBeNull()
    expect(neighbour(line, 3, 1)).toBeNull()
  })

  it('leads from a moment to the stops on its two sides', () => {
    const moment = { label: '1941', sentence: '', after: 10 }
    expect(previousOf(stops, 14, moment)).toBe(10)
    expect(nextOf(stops, 14, moment)).toBe(11)
  })
})
