import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import WijkTimeline from '../src/timeline/WijkTimeline.vue'
import { bands, eras, stops, words } from './data'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

function dock(more: Record<string, unknown> = {}): VueWrapper {
  wrapper = mount(WijkTimeline, {
    props: { stops, eras, bands, index: 14, words, narrow: true, ...more },
    attachTo: document.body,
  })
  return wrapper
}
const steps = () => wrapper.emitted('step')?.map(([index]) => index) ?? []
const big = () => wrapper.find('[data-part=all]')

describe('the timeline of a phone', () => {
  it('has one big line, and counts cells only', () => {
    dock()
    expect(wrapper.find('.cell').exists()).toBe(false)
    expect(big().find('b').text()).toBe('2025')
    expect(big().text()).toContain('Nu · 14 van 15')
    expect(wrapper.find('.one-line').text()).toBe('Planperiode 6 van 7: Sectorale verbindingen')
  })

  it('names an extra stop without a count', () => {
    dock({ index: 5 })
    expect(big().text()).toContain('Groot kamp')
    expect(big().text()).not.toContain('van 15')
  })

  it('steps with its arrows and with the slider', async () => {
    dock()
    await wrapper.find('[data-part=previous]').trigger('click')
    await wrapper.find('[data-part=next]').trigger('click')
    await wrapper.find('input[type=range]').setValue('3')
    expect(steps()).toEqual([13, 15, 3])
  })

  it('says on the slider what the number means, and where it is', () => {
    dock()
    const slider = wrapper.find('input[type=range]')
    expect(slider.attributes('max')).toBe('15')
    expect(slider.attributes('aria-valuetext')).toBe('2025, Nu')
    expect(wrapper.findAll('.scale span')).toHaveLength(16)
    expect(wrapper.findAll('.scale .extra')).toHaveLength(1)
  })

  it('slides over a stop without a picture in the direction of the finger', async () => {
    dock({ stops: stops.map((stop, i) => ({ ...stop, missing: i === 10 || i === 15 })) })
    const slider = wrapper.find('input[type=range]')
    await slider.setValue('10')
    await slider.setValue('15')
    expect(steps()).toEqual([9])
    expect((slider.element as HTMLInputElement).value).toBe('14')
  })

  it('has seven bars that follow each other without a gap', () => {
    dock()
    const bars = wrapper.findAll('.bars i').map((bar) => (bar.element as HTMLElement).style)
    expect(bars).toHaveLength(7)
    for (let i = 1; i < bars.length; i += 1) {
      expect(parseFloat(bars[i].left)).toBeCloseTo(parseFloat(bars[i - 1].left) + parseFloat(bars[i - 1].width), 3)
    }
    expect(wrapper.findAll('.bars .active')).toHaveLength(1)
  })

  it('shows a typed year as the big line with its sentence, at the stop before it', () => {
    dock({ moment: { label: '1941', sentence: 'Tussen 1935 en 1944.', after: 10 } })
    expect(big().find('b').text()).toBe('1941')
    expect(wrapper.find('.one-line').text()).toBe('Tussen 1935 en 1944.')
    expect((wrapper.find('input[type=range]').element as HTMLInputElement).value).toBe('10')
  })
})

describe('the list of all periods', () => {
  const sheet = () => wrapper.find('dialog')
  const rows = () => wrapper.findAll('.periods button')

  async function openList(): Promise<void> {
    await big().trigger('click')
    await new Promise((resolve) => setTimeout(resolve))
  }

  it('opens as a modal dialog with the focus on the stop that is shown', async () => {
    dock()
    expect(sheet().attributes('open')).toBeUndefined()
    await openList()
    expect((sheet().element as HTMLDialogElement).open).toBe(true)
    expect(big().attributes('aria-expanded')).toBe('true')
    expect(rows()).toHaveLength(16)
    expect(document.activeElement).toBe(rows()[14].element)
    expect(rows()[14].attributes('aria-current')).toBe('true')
  })

  it('asks for the stop that is chosen, and closes', async () => {
    dock()
    await openList()
    await rows()[2].trigger('click')
    await wrapper.vm.$nextTick()
    await wrapper.vm.$nextTick()
    expect(steps()).toEqual([2])
    expect((sheet().element as HTMLDialogElement).open).toBe(false)
  })

  it('is closed by the browser at Esc, and can be opened again', async () => {
    dock()
    await openList()
    ;(sheet().element as HTMLDialogElement).close()
    await wrapper.vm.$nextTick()
    expect(big().attributes('aria-expanded')).toBe('false')
    await openList()
    expect((sheet().element as HTMLDialogElement).open).toBe(true)
  })

  it('walks with the arrows, over what has no picture', async () => {
    dock({ stops: stops.map((stop, i) => ({ ...stop, missing: i === 13 })) })
    await openList()
    await rows()[14].trigger('keydown', { key: 'ArrowUp' })
    expect(document.activeElement).toBe(rows()[12].element)
    expect(rows()[13].attributes('disabled')).toBeDefined()
    expect(steps()).toEqual([])
  })
})

describe('what is compared with, on a phone', () => {
  it('has a ring on the slider, half-way for a year', async () => {
    dock()
    expect(wrapper.find('.compared').exists()).toBe(false)
    await wrapper.setProps({ compare: 3 })
    const left = () => Number.parseFloat((wrapper.find('.compared').element as HTMLElement).style.left)
    expect(left()).toBeCloseTo((3 / (stops.length - 1)) * 100, 3)
    await wrapper.setProps({ compareMoment: { label: '500', sentence: '', after: 3 } })
    expect(left()).toBeCloseTo((3.5 / (stops.length - 1)) * 100, 3)
  })
})
