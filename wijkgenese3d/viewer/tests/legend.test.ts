import { readFileSync } from 'node:fs'
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import WijkLegend from '../src/legend/WijkLegend.vue'
import { inkOf, TILES, tileOf } from '../src/parts/patterns'
import { legend, words } from './data'

const FILES = ['units', 'land_cover'].map((name) => `../../data/subsurface/${name}.toml`)
const inFiles = FILES.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^pattern = "(.+)"/gm)].map((found) => found[1]),
)
/** Of the palette, which has some that no legend file uses yet. */
const inPalette = [
  'diagonal hatch 45deg', 'short wavy tufts', 'long horizontal dashes', 'dash-dot rows', 'none (blank)', 'sparse dots',
  'dense larger dots', 'open pebbles, light', 'crevasse lines', 'none', 'fine stipple', 'short tufts', 'tree glyphs',
  'dot clusters', 'furrow lines', 'small squares', 'edge lines', 'rampart line', 'fine grid', 'roof glyph', 'wave lines',
  'reed ticks', 'broken hatch', 'slope ticks',
]

describe('patterns', () => {
  it('finds the legend files', () => expect(inFiles.length).toBeGreaterThan(20))

  it.each([...new Set([...inFiles, ...inPalette])])('has a tile for %s', (name) => {
    const tile = TILES[name]
    expect(tile).toBeDefined()
    expect(tile.width * tile.height).toBeGreaterThan(0)
    expect(Boolean(tile.lines || tile.shapes)).toBe(!name.startsWith('none'))
  })

  it('has another drawing for each sign', () => {
    const drawings = Object.entries(TILES)
      .filter(([name]) => !name.startsWith('none'))
      .map(([, tile]) => JSON.stringify(tile))
    expect(new Set(drawings).size).toBe(drawings.length)
  })

  it('leaves a class with an unknown sign its colour, and gives land cover an ink', () => {
    expect(tileOf('no such sign').lines).toBeUndefined()
    expect(inkOf('')).toMatch(/^#/)
    expect(inkOf('#123456')).toBe('#123456')
  })
})

describe('the legend', () => {
  const mounted = (more = {}) => mount(WijkLegend, { props: { groups: legend, words, ...more } })

  it('shows each class with its colour, its sign and its name', () => {
    const wrapper = mounted()
    const items = wrapper.findAll('li')
    expect(items).toHaveLength(18)
    const gravel = items[17]
    expect(gravel.text()).toBe('Grind')
    expect(gravel.find('rect').attributes('fill')).toBe('#875234')
    const pattern = gravel.find('pattern')
    expect(pattern.attributes('data-pattern')).toBe('open pebbles, light')
    expect(gravel.findAll('rect')[1].attributes('fill')).toBe(`url(#${pattern.attributes('id')})`)
    expect(pattern.find('path').attributes('stroke')).toBe('#F6E3CF')
  })

  it('gives every sign on the page an id of its own', () => {
    const ids = mounted().findAll('pattern').map((one) => one.attributes('id'))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('leaves out a group without classes', () => {
    const wrapper = mounted({ groups: [legend[0], { ...legend[1], items: [] }] })
    expect(wrapper.findAll('h3').map((one) => one.text())).toEqual(['Op de grond'])
  })

  it('asks for other colours of the ground, and shows which are on', async () => {
    const wrapper = mounted({ colours: 'contrast', note: 'Alleen wat in beeld is.' })
    const [contrast, official] = wrapper.findAll('input')
    expect((contrast.element as HTMLInputElement).checked).toBe(true)
    await official.trigger('change')
    expect(wrapper.emitted('colours')).toEqual([['official']])
    expect(wrapper.find('.note').text()).toBe('Alleen wat in beeld is.')
  })

  it('has no switch where the page has no other colours', () => {
    expect(mounted().find('fieldset').exists()).toBe(false)
  })
})
