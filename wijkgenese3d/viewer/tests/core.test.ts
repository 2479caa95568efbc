import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import WijkCore from '../src/core/WijkCore.vue'
import type { Core } from '../src/types'
import { core, words } from './data'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

function mounted(more: Record<string, unknown> = {}): VueWrapper {
  wrapper = mount(WijkCore, { props: { core, words, ...more }, attachTo: document.body })
  return wrapper
}
const rows = () => wrapper.findAll('.wijk-log li button')
const bars = () => wrapper.findAll('.wijk-bars button')

describe('the log', () => {
  it('has a row in words for each layer, with its true thickness', () => {
    mounted()
    expect(rows()).toHaveLength(11)
    expect(rows()[1].text()).toBe('Veen, 0,3 m')
  })

  it('draws a thin layer high enough to see, in its colour and sign', () => {
    mounted()
    const thin = wrapper.find('[data-layer="1"]')
    expect(Number(thin.find('rect').attributes('height'))).toBeGreaterThanOrEqual(8 - 1e-6)
    expect(thin.find('rect').attributes('fill')).toBe('#3F2A1E')
    const id = thin.findAll('rect')[1].attributes('fill')?.slice(5, -1)
    expect(wrapper.find(`pattern[id="${id}"]`).attributes('data-pattern')).toBe('short wavy tufts')
  })

  it('draws a boundary solid, dashed or dotted by its certainty', () => {
    mounted()
    const boundaries = wrapper.findAll('.boundary')
    expect(boundaries).toHaveLength(10)
    const dash = (certainty: string) =>
      boundaries.filter((one) => one.attributes('data-certainty') === certainty).map((one) => one.attributes('stroke-dasharray'))
    expect(new Set(dash('zeker'))).toEqual(new Set([undefined]))
    expect(new Set(dash('waarschijnlijk'))).toEqual(new Set(['6 3']))
    expect(new Set(dash('aanname'))).toEqual(new Set(['2 3']))
  })

  it('has rows that do not overlap', () => {
    mounted()
    const places = wrapper.findAll('.wijk-log li:not(.unnamed)').map((one) => (one.element as HTMLElement).style)
    for (let i = 1; i < places.length; i += 1) {
      expect(parseFloat(places[i].top)).toBeGreaterThanOrEqual(
        parseFloat(places[i - 1].top) + parseFloat(places[i - 1].height) - 1e-6,
      )
    }
  })

  it('names the thickest of a crowd, beside their layer, and keeps every one in reach', async () => {
    const crowd = Array.from({ length: 40 }, (_, i) => ({
      ...core.intervals[0],
      depth_top: i * 0.75,
      depth_base: (i + 1) * 0.75,
      name: `Laag ${i}`,
      text: `Laag ${i}`,
    }))
    mounted({ core: { ...core, intervals: crowd, zones: [] } })
    const items = wrapper.findAll('.wijk-log li')
    expect(items).toHaveLength(40)
    const named = items.filter((one) => !one.classes('unnamed'))
    expect(named.length).toBeGreaterThan(10)
    expect(named.length).toBeLessThan(20)
    expect(wrapper.findAll('.leader')).toHaveLength(named.length)
    for (const one of wrapper.findAll('.leader.slanted')) {
      const [, from, to] = /^M98 ([\d.]+)L107 ([\d.]+)$/.exec(one.attributes('d') ?? '') ?? []
      expect(Math.abs(Number(from) - Number(to))).toBeLessThanOrEqual(16.5)
    }
    expect(wrapper.findAll('.wijk-layers-table tbody tr')).toHaveLength(40)
    expect(wrapper.find('.wijk-layers-table tbody tr:nth-child(3)').text()).toContain('1,5–2,3')
    const hidden = rows().findIndex((_, i) => items[i].classes('unnamed'))
    await rows()[hidden].trigger('focus')
    expect(rows()[hidden].classes()).toContain('chosen')
    expect(wrapper.find('.details').text()).toContain(`Laag ${hidden}`)
  })

  it('needs no table where every layer is named', () => {
    mounted({ core: { ...core, intervals: core.intervals.slice(-3), zones: [] } })
    expect(wrapper.find('.unnamed').exists()).toBe(false)
    expect(wrapper.find('table').exists()).toBe(false)
  })

  it('names the zones that have room for it', () => {
    mounted()
    expect(wrapper.findAll('.zone')).toHaveLength(4)
    expect(wrapper.findAll('.zone text').map((one) => one.text())).toEqual(expect.arrayContaining(['Smeltwater', 'Scheef geduwd']))
    expect(wrapper.findAll('.zone text').map((one) => one.text())).not.toContain('Door mensen')
  })

  it.each(['click', 'focus'])('tells at a %s who, when and how sure', async (event) => {
    mounted()
    expect(wrapper.find('.details').text()).toBe('')
    await rows()[4].trigger(event)
    const details = wrapper.find('.details').text()
    expect(details).toContain('Grind, van 7,5 tot 9,2 meter diep')
    expect(details).toContain('ca. 140.000 jaar geleden')
    expect(details.match(/Waarschijnlijk/g)).toHaveLength(2)
    expect(wrapper.find('.ring').exists()).toBe(true)
  })

  it('tells the same when the column is pressed, and forgets it with another core', async () => {
    mounted()
    await wrapper.find('[data-layer="0"]').trigger('click')
    expect(wrapper.find('.details').text()).toContain('van 0 tot 1 meter diep')
    await wrapper.setProps({ core: { ...core, where: 'Elders' } })
    expect(wrapper.find('.details').text()).toBe('')
    expect(wrapper.find('.where').text()).toBe('Elders')
  })

  it('is one stop for the Tab key and goes on with the arrows', async () => {
    mounted()
    expect(rows().filter((one) => one.attributes('tabindex') === '0')).toHaveLength(1)
    ;(rows()[0].element as HTMLElement).focus()
    await rows()[0].trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement).toBe(rows()[1].element)
    await rows()[1].trigger('keydown', { key: 'End' })
    expect(document.activeElement).toBe(rows()[10].element)
  })

  it('says so where nothing is known', () => {
    mounted({ core: { ...core, intervals: [], zones: [] } })
    expect(wrapper.text()).toContain(words['core.nodata'])
  })
})

describe('the heights in time', () => {
  it('has a bar for each stop, the shown one marked, and goes to the one that is pressed', async () => {
    mounted()
    expect(bars()).toHaveLength(16)
    expect(bars().map((one) => one.attributes('aria-current')).indexOf('true')).toBe(14)
    await bars()[6].trigger('click')
    expect(wrapper.emitted('go')).toEqual([[6]])
  })

  it('has higher bars for higher ground, and a line for today', () => {
    mounted()
    const height = (i: number) => parseFloat((bars()[i].find('i').element as HTMLElement).style.height)
    expect(height(6)).toBeGreaterThan(height(0))
    expect(height(0)).toBeGreaterThan(height(3))
    const today = wrapper.find('.today')
    expect(parseFloat((today.element as HTMLElement).style.bottom)).toBeCloseTo(height(14), 2)
    expect(today.text()).toBe('nu: 42 m')
    expect(wrapper.find('.wijk-bars .note').text()).toBe('dam: +12 m')
  })

  it('leaves a bar out where there is no ground', () => {
    const without: Core = { ...core, bars: core.bars.map((bar, i) => (i === 2 ? { ...bar, ground: null } : bar)) }
    mounted({ core: without })
    expect(bars()[2].find('i').exists()).toBe(false)
    expect(bars()[2].classes()).toContain('unknown')
    expect(bars()[2].attributes('aria-label')).toContain(words['core.nodata'])
  })

  it('writes the note where it lies over no bar and not on the line of today', () => {
    const at = (grounds: number[], index: number) => {
      const bars = grounds.map((ground, i) => ({ ...core.bars[0], id: `T${i}`, index: i, ground }))
      mounted({ core: { ...core, bars, today: grounds[grounds.length - 1], note: { index, text: 'zand: +28 m' } } })
      const { style } = wrapper.find('.wijk-bars .note').element as HTMLElement
      wrapper.unmount()
      return style
    }
    const level = Array<number>(13).fill(50)
    // All that follow are as high: above its bar.
    expect(at([22, 51, ...level], 1).bottom).toContain('+ 2px')
    expect(at([22, 51, ...level], 1).left).not.toBe('')
    // Lower ones before it: to the left of its top; lower ones after it: to the right.
    expect(at([...Array<number>(9).fill(30), 60, 30, 30, 30, 30, 30], 9).right).not.toBe('')
    expect(at([60, ...Array<number>(14).fill(30)], 0).bottom).toContain('- 1.25em')
    mounted()
  })

  it('has no note where there is none', () => {
    mounted({ core: { ...core, note: null } })
    expect(wrapper.find('.wijk-bars .note').exists()).toBe(false)
  })
})

describe('the panel', () => {
  it('closes with its button and with Esc, copies and saves', async () => {
    mounted()
    await wrapper.find('[data-part=close]').trigger('click')
    await wrapper.trigger('keydown', { key: 'Escape' })
    await wrapper.find('[data-part=copy]').trigger('click')
    await wrapper.find('[data-part=save]').trigger('click')
    expect(wrapper.emitted('close')).toHaveLength(2)
    expect(wrapper.emitted('copy')).toHaveLength(1)
    expect(wrapper.emitted('save')).toHaveLength(1)
    expect(wrapper.find('.sentence').text()).toBe(core.sentence)
  })

  it('asks for a spot when there is no core yet', () => {
    mounted({ core: null })
    expect(wrapper.find('.hint').text()).toBe(words['act.core_hint'])
    expect(wrapper.find('[data-part=copy]').exists()).toBe(false)
  })
})
