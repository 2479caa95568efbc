import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { coverRuns, levelTicks, napScale } from '../src/core/layout'
import { watchSheet } from '../src/core/sheet'
import WijkCore from '../src/core/WijkCore.vue'
import WijkFind from '../src/core/WijkFind.vue'
import type { Core, Found } from '../src/types'
import { core, words } from './data'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

const second: Core = { ...core, where: 'Broerdijk, 47 m NAP', ground: core.ground + 5, at: [189216, 427515], sentence: '2025: Dak.' }
const found: Found[] = [
  { id: 'dal', name: 'Dalseweg', detail: 'vanaf 1250' },
  { id: 'weg', name: 'Hengstdalseweg', detail: '' },
]

describe('the field to find a place', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  const field = () => wrapper.find('[role=combobox]')
  const options = () => wrapper.findAll('[role=option]')

  async function typed(text: string): Promise<void> {
    wrapper = mount(WijkFind, { props: { words }, attachTo: document.body })
    await field().setValue(text)
    await vi.advanceTimersByTimeAsync(200)
    await wrapper.setProps({ found })
  }

  it('asks once for what was typed, after a rest', async () => {
    wrapper = mount(WijkFind, { props: { words }, attachTo: document.body })
    for (const text of ['d', 'da', 'dal']) await field().setValue(text)
    await vi.advanceTimersByTimeAsync(200)
    expect(wrapper.emitted('search')).toEqual([['dal']])
  })

  it('is a closed combobox until there is something to choose', async () => {
    wrapper = mount(WijkFind, { props: { words }, attachTo: document.body })
    expect(field().attributes('aria-expanded')).toBe('false')
    await typed('dal')
    expect(field().attributes('aria-expanded')).toBe('true')
    expect(options().map((one) => one.text())).toEqual(['Dalsewegvanaf 1250', 'Hengstdalseweg'])
    expect(wrapper.find('[aria-live]').text()).toBe('2 namen gevonden.')
  })

  it('is walked with the arrows, round and round, and chosen with Enter', async () => {
    await typed('dal')
    await field().trigger('keydown', { key: 'ArrowDown' })
    const first = field().attributes('aria-activedescendant')
    expect(options()[0].attributes()).toMatchObject({ id: first, 'aria-selected': 'true' })
    await field().trigger('keydown', { key: 'ArrowUp' })
    expect(options()[1].attributes('aria-selected')).toBe('true')
    await field().trigger('keydown', { key: 'Enter' })
    expect(wrapper.emitted('place')).toEqual([['Hengstdalseweg', 'weg']])
    expect((field().element as HTMLInputElement).value).toBe('Hengstdalseweg')
    expect(field().attributes('aria-expanded')).toBe('false')
  })

  it('sends what was typed where nothing was chosen, and no search after it', async () => {
    wrapper = mount(WijkFind, { props: { words }, attachTo: document.body })
    await field().setValue('189392, 427317')
    await field().trigger('keydown', { key: 'Enter' })
    await vi.advanceTimersByTimeAsync(500)
    expect(wrapper.emitted('place')).toEqual([['189392, 427317', '']])
    expect(wrapper.emitted('search')).toBeUndefined()
  })

  it('forgets what was marked when somebody types on', async () => {
    await typed('dal')
    await field().trigger('keydown', { key: 'ArrowDown' })
    await field().setValue('dalx')
    await field().trigger('keydown', { key: 'Enter' })
    expect(wrapper.emitted('place')).toEqual([['dalx', '']])
  })

  it('is chosen with a tap', async () => {
    await typed('dal')
    await options()[0].trigger('click')
    expect(wrapper.emitted('place')).toEqual([['Dalseweg', 'dal']])
  })

  it('closes its list at Esc, then is empty, and only then lets Esc go on', async () => {
    await typed('dal')
    const outside = vi.fn()
    document.body.addEventListener('keydown', outside)
    await field().trigger('keydown', { key: 'Escape' })
    expect(field().attributes('aria-expanded')).toBe('false')
    await field().trigger('keydown', { key: 'Escape' })
    expect((field().element as HTMLInputElement).value).toBe('')
    expect(outside).not.toHaveBeenCalled()
    await field().trigger('keydown', { key: 'Escape' })
    expect(outside).toHaveBeenCalledOnce()
    document.body.removeEventListener('keydown', outside)
  })

  it('says at the field what is wrong', async () => {
    wrapper = mount(WijkFind, { props: { words, error: 'Deze naam kennen we niet.' }, attachTo: document.body })
    expect(field().attributes('aria-invalid')).toBe('true')
    const message = wrapper.find(`[id="${field().attributes('aria-describedby')}"]`)
    expect(message.text()).toBe('Deze naam kennen we niet.')
    expect(message.attributes('role')).toBe('alert')
  })
})

describe('two cores', () => {
  function pair(more: Record<string, unknown> = {}): void {
    wrapper = mount(WijkCore, { props: { core, second, kept: true, active: 1, words, apart: 'Hoger.', ...more }, attachTo: document.body })
  }

  it('stand on one scale: equal levels are equally high', () => {
    pair()
    const frames = wrapper.findAll('.wijk-pair .frame').map((one) => Number(one.attributes('y')))
    const [a, b] = frames
    expect(b).toBe(0)
    const whole = Number(wrapper.find('.wijk-pair .drawing > svg').attributes('height')) - 18
    expect(a).toBeCloseTo((5 / (core.depth + 5)) * whole, 3)
  })

  it('are both read at the level that is pointed out, with the keyboard as well', async () => {
    pair()
    const range = wrapper.find('.wijk-pair input[type=range]')
    await range.setValue(String(second.ground - 0.5))
    const read = wrapper.findAll('.wijk-pair .reading p span').map((one) => one.text())
    expect(read[0]).toBe('boven de grond')
    expect(read[1]).toContain(second.intervals[0].name)
    expect(range.attributes('aria-valuetext')).toContain('A: boven de grond')
  })

  it('have all their layers in a table', () => {
    pair()
    const rows = wrapper.findAll('.wijk-pair tbody tr')
    expect(rows).toHaveLength(core.intervals.length + second.intervals.length)
    expect(rows[0].findAll('td')[0].text()).toBe('A')
    expect(rows[rows.length - 1].findAll('td')[0].text()).toBe('B')
  })

  it('can be moved, taken away, and taken along', async () => {
    pair()
    await wrapper.findAll('.wijk-pair .name')[0].trigger('click')
    await wrapper.findAll('.wijk-pair .drop')[1].trigger('click')
    await wrapper.find('[data-part=copy-csv]').trigger('click')
    await wrapper.find('[data-part=save-png]').trigger('click')
    expect(wrapper.emitted('choose')).toEqual([[0]])
    expect(wrapper.emitted('drop')).toEqual([[1]])
    expect(wrapper.emitted('copy')).toEqual([['csv']])
    expect(wrapper.emitted('save')).toEqual([['png']])
    expect(wrapper.find('.apart').text()).toBe('Hoger.')
  })

  it('have bars on one scale, each with its own sentence', () => {
    pair()
    expect(wrapper.findAll('.wijk-bars')).toHaveLength(2)
    expect(wrapper.findAll('.sentence').map((one) => one.text())).toEqual([core.sentence, '2025: Dak.'])
  })

  it('are asked for from one, which then waits', async () => {
    wrapper = mount(WijkCore, { props: { core, words }, attachTo: document.body })
    await wrapper.find('[data-part=keep]').trigger('click')
    expect(wrapper.emitted('keep')).toEqual([[true]])
    await wrapper.setProps({ kept: true })
    expect(wrapper.find('.wait').attributes('role')).toBe('status')
    await wrapper.find('[data-part=keep]').trigger('click')
    expect(wrapper.emitted('keep')?.[1]).toEqual([false])
  })
})

describe('what stood there', () => {
  it('is told in words, and drawn on the rhythm of the bars', () => {
    wrapper = mount(WijkCore, { props: { core, words } })
    const rows = wrapper.findAll('.wijk-stood > ul > li')
    expect(rows[1].text()).toContain('Broerdijk vanaf 1933, op 9 m')
    expect(rows[1].classes()).toContain('now')
    const style = (rows[1].find('.track i').element as HTMLElement).style
    expect(parseFloat(style.left)).toBeCloseTo((10 / core.bars.length) * 100)
    expect(parseFloat(style.width)).toBeCloseTo((6 / core.bars.length) * 100)
  })

  it('tells stops with the same land cover as one', () => {
    const bar = (label: string, cover: string) => ({ ...core.bars[0], label, cover })
    expect(coverRuns([bar('100', 'Bos'), bar('200', 'Bos'), bar('300', 'Akker')]).map((run) => [run.cover, run.from, run.to])).toEqual([
      ['Bos', '100', '200'],
      ['Akker', '300', '300'],
    ])
  })
})

describe('a typed year', () => {
  it('has a bar of its own, and no stop is the one that is shown', () => {
    const between = { label: '1494', ground: 45, cover: 'Gras', cover_colour: '#aaa' }
    wrapper = mount(WijkCore, { props: { core: { ...core, between }, words } })
    expect(wrapper.find('.wijk-bars .typed').text()).toBe('1494')
    expect(wrapper.findAll('.wijk-bars [aria-current]')).toHaveLength(0)
    expect(wrapper.find('.wijk-bars').text()).toContain('1494: 45 m NAP. Gras')
  })
})

describe('scales of levels', () => {
  it('are linear, with round ticks within the ends', () => {
    const y = napScale(50, 10, 400)
    expect([y(50), y(30), y(10)]).toEqual([0, 200, 400])
    expect(levelTicks(13.2, 47)).toEqual([15, 20, 25, 30, 35, 40, 45])
    expect(levelTicks(-3, 4)).toEqual([-3, -2, -1, 0, 1, 2, 3, 4].filter((level) => level >= -3))
  })
})

describe('a finger on the sheet', () => {
  const handlers = { across: vi.fn(), up: vi.fn(), down: vi.fn() }
  let sheet: HTMLElement
  let stop: () => void
  beforeEach(() => {
    Object.values(handlers).forEach((one) => one.mockClear())
    wrapper = mount({ template: '<div><button class="grab"></button><p>x</p><input></div>' }, { attachTo: document.body })
    sheet = wrapper.element as HTMLElement
    stop = watchSheet(sheet, handlers)
  })
  afterEach(() => stop())

  function swipe(on: string, dx: number, dy: number): void {
    const target = sheet.querySelector(on)
    const touch = (x: number, y: number) => ({ clientX: x, clientY: y })
    const send = (type: string, data: object) => target?.dispatchEvent(Object.assign(new Event(type, { bubbles: true }), data))
    send('touchstart', { touches: [touch(200, 300)] })
    send('touchend', { changedTouches: [touch(200 + dx, 300 + dy)], touches: [] })
  }

  it('goes through time when it moves across, not when it scrolls or moves a control', () => {
    swipe('p', -90, 10)
    swipe('p', 90, -10)
    expect(handlers.across.mock.calls).toEqual([[1], [-1]])
    swipe('p', -90, 80)
    swipe('p', 10, -200)
    swipe('input', -90, 0)
    expect(handlers.across).toHaveBeenCalledTimes(2)
    expect(handlers.up).not.toHaveBeenCalled()
  })

  it('draws the sheet up and down by its grip', () => {
    swipe('.grab', 0, -80)
    swipe('.grab', 0, 80)
    expect([handlers.up.mock.calls.length, handlers.down.mock.calls.length]).toEqual([1, 1])
  })
})
