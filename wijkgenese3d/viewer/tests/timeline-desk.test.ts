import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import WijkTimeline from '../src/timeline/WijkTimeline.vue'
import type { Moment, Stop } from '../src/types'
import { bands, eras, stops, words } from './data'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

function timeline(more: Record<string, unknown> = {}): VueWrapper {
  wrapper = mount(WijkTimeline, { props: { stops, eras, bands, index: 14, words, ...more }, attachTo: document.body })
  return wrapper
}
const cells = () => wrapper.findAll('.cell')
const steps = () => wrapper.emitted('step')?.map(([index]) => index) ?? []
const moment: Moment = { label: '1941', sentence: 'U ziet 1941, tussen 1935 en 1944.', after: 10 }

describe('what a reader hears', () => {
  it('is a navigation with a name, and each cell says date, title and certainty', () => {
    timeline()
    expect(wrapper.element.tagName).toBe('NAV')
    expect(wrapper.attributes('aria-label')).toBe('Tijdlijn')
    expect(cells()).toHaveLength(15)
    expect(cells()[0].attributes('aria-label')).toBe('150.000 IJs: ca. 150.000 jaar geleden. Titel van IJs. Zeker')
    expect(cells()[8].attributes('aria-label')).toBe('1910 Stad groeit: Titel van Stad groeit. Zeker')
    expect(wrapper.findAll('[aria-current]').map((one) => one.text())).toContain('2025 Nu')
    expect(wrapper.findAll('button[aria-current]')).toHaveLength(1)
  })

  it('falls back to the key where a word is missing', () => {
    timeline({ words: {} })
    expect(wrapper.attributes('aria-label')).toBe('time.title')
  })

  it('says when it is busy', async () => {
    timeline()
    expect(wrapper.attributes('aria-busy')).toBeUndefined()
    await wrapper.setProps({ busy: true })
    expect(wrapper.attributes('aria-busy')).toBe('true')
  })
})

describe('certainty', () => {
  it('is a full dot, a half dot or a dashed ring', () => {
    timeline()
    const dot = (i: number) => cells()[i].find('.wijk-dot')
    expect(dot(0).find('circle').attributes('fill')).toBe('currentColor')
    expect(dot(0).find('path').exists()).toBe(false)
    expect(dot(3).find('path').exists()).toBe(true)
    expect(dot(3).find('circle').attributes('stroke-dasharray')).toBeUndefined()
    expect(dot(14).find('circle').attributes('stroke-dasharray')).toBeTruthy()
    expect(dot(14).find('path').exists()).toBe(false)
  })
})

describe('eras', () => {
  it('span the cells that count in the same way', () => {
    timeline()
    expect(wrapper.findAll('.era').map((era) => era.attributes('style'))).toEqual([
      expect.stringContaining('1 / span 3'),
      expect.stringContaining('4 / span 2'),
      expect.stringContaining('6 / span 10'),
    ])
  })
})

describe('steps', () => {
  it('asks for a cell, the previous and the next', async () => {
    timeline()
    await cells()[2].trigger('click')
    await wrapper.find('[data-part=previous]').trigger('click')
    await wrapper.find('[data-part=next]').trigger('click')
    expect(steps()).toEqual([2, 13, 15])
  })

  it('stops at the ends', async () => {
    timeline({ index: 0 })
    expect(wrapper.find('[data-part=previous]').attributes('disabled')).toBeDefined()
    await wrapper.setProps({ index: 15 })
    expect(wrapper.find('[data-part=next]').attributes('disabled')).toBeDefined()
    expect(wrapper.find('[data-part=previous]').attributes('disabled')).toBeUndefined()
  })

  it('plays and pauses', async () => {
    timeline()
    const play = wrapper.find('[data-part=play]')
    expect(play.attributes('aria-label')).toBe('Speel af')
    await play.trigger('click')
    await wrapper.setProps({ playing: true })
    expect(play.attributes('aria-label')).toBe('Pauze')
    await play.trigger('click')
    expect(wrapper.emitted('play')).toEqual([[true], [false]])
  })
})

describe('keys', () => {
  it('moves and steps: arrows, home and end; focus goes along', async () => {
    timeline()
    const current = cells()[13]
    ;(current.element as HTMLElement).focus()
    await current.trigger('keydown', { key: 'ArrowLeft' })
    await wrapper.vm.$nextTick()
    expect(document.activeElement).toBe(cells()[12].element)
    await current.trigger('keydown', { key: 'ArrowRight' })
    await current.trigger('keydown', { key: 'Home' })
    await current.trigger('keydown', { key: 'End' })
    expect(steps()).toEqual([13, 15, 0, 15])
  })

  it('does not reach the page as well, and leaves the keys of others alone', async () => {
    timeline()
    const heard: string[] = []
    const listen = (event: KeyboardEvent): number => heard.push(event.key)
    document.addEventListener('keydown', listen)
    await cells()[13].trigger('keydown', { key: 'ArrowLeft' })
    await cells()[13].trigger('keydown', { key: 'j' })
    await cells()[13].trigger('keydown', { key: 'ArrowLeft', shiftKey: true })
    document.removeEventListener('keydown', listen)
    expect(heard).toEqual(['j', 'ArrowLeft'])
    expect(steps()).toEqual([13])
  })

  it('has one stop for the Tab key among cells and ticks', () => {
    timeline()
    const stopsForTab = wrapper.findAll('.cell, .tick').filter((one) => one.attributes('tabindex') === '0')
    expect(stopsForTab.map((one) => one.attributes('aria-current'))).toEqual(['true'])
  })
})

describe('an extra stop', () => {
  it('is a tick between two cells that can be chosen', async () => {
    timeline()
    const tick = wrapper.find('.tick')
    expect(tick.attributes('aria-label')).toContain('ca. 12 v.Chr.')
    expect(tick.attributes('style')).toContain(`${(5 / 15) * 100}%`.slice(0, 6))
    await tick.trigger('click')
    expect(steps()).toEqual([5])
  })

  it('is marked when it is shown, and then no cell is', async () => {
    timeline({ index: 5 })
    expect(wrapper.find('.tick').attributes('aria-current')).toBe('true')
    expect(wrapper.find('.tick .chip').exists()).toBe(true)
    expect(wrapper.find('.cell[aria-current]').exists()).toBe(false)
    await wrapper.find('.tick').trigger('keydown', { key: 'ArrowRight' })
    expect(steps()).toEqual([6])
  })
})

describe('a typed year', () => {
  it('is sent as it was typed, without spaces around', async () => {
    timeline()
    await wrapper.find('.wijk-year input').setValue(' 100 v.Chr. ')
    await wrapper.find('form').trigger('submit')
    expect(wrapper.emitted('year')).toEqual([['100 v.Chr.']])
  })

  it('is not sent when it is empty, and the field keeps its keys to itself', async () => {
    timeline()
    await wrapper.find('form').trigger('submit')
    await wrapper.find('.wijk-year input').trigger('keydown', { key: 'ArrowLeft' })
    expect(wrapper.emitted('year')).toBeUndefined()
    expect(steps()).toEqual([])
  })

  it('is a mark between two cells, with a sentence; no cell is current', () => {
    timeline({ moment })
    expect(wrapper.find('.mark').attributes('style')).toContain(`${(10 / 15) * 100}%`.slice(0, 6))
    expect(wrapper.find('.between-note').text()).toBe(moment.sentence)
    expect(wrapper.find('button[aria-current]').exists()).toBe(false)
    expect(wrapper.find('.wijk-band .active').text()).toContain('4')
  })

  it('lies in the planning period of the stop before it, as the card says', () => {
    timeline({ moment: { ...moment, after: 7 } })
    expect(wrapper.find('.wijk-band .active').text()).toContain('2')
  })

  it('lets previous and next lead to its two neighbours', async () => {
    timeline({ moment })
    await wrapper.find('[data-part=previous]').trigger('click')
    await wrapper.find('[data-part=next]').trigger('click')
    expect(steps()).toEqual([10, 11])
  })

  it('is not there in a hall', () => {
    timeline({ density: 'zaal' })
    expect(wrapper.find('.wijk-year').exists()).toBe(false)
    expect(wrapper.attributes('data-density')).toBe('zaal')
  })
})

describe('a stop without a picture', () => {
  it('stays in its place, cannot be chosen and says why', async () => {
    const some: Stop[] = stops.map((stop, i) => ({ ...stop, missing: i === 13 }))
    timeline({ stops: some })
    const cell = cells()[12]
    expect(cell.classes()).toContain('missing')
    expect(cell.attributes('disabled')).toBeDefined()
    expect(cell.attributes('title')).toBe(words['st.no_period'])
    expect(cell.attributes('aria-label')).toContain(words['st.no_period'])
    await wrapper.find('[data-part=previous]').trigger('click')
    expect(steps()).toEqual([12])
  })
})

describe('comparing', () => {
  it('frames the other stop', () => {
    timeline({ compare: 6 })
    expect(wrapper.findAll('.compared').map((one) => one.attributes('aria-label'))).toEqual([cells()[5].attributes('aria-label')])
  })
})

describe('planning periods', () => {
  const segments = () => wrapper.findAll('.wijk-band li')

  it('has seven, with the one of this stop filled and named in full', () => {
    timeline()
    expect(segments()).toHaveLength(7)
    expect(wrapper.findAll('.wijk-band .active')).toHaveLength(1)
    expect(segments()[5].classes()).toContain('active')
    expect(segments()[5].attributes('title')).toBe('Planperiode 6 van 7: Sectorale verbindingen')
    expect(segments()[0].attributes('style')).toContain('1 / 13')
  })

  it.each(['mouseenter', 'focus'])('adds up on %s: those before it are outlined too', async (event) => {
    timeline()
    await segments()[3].trigger(event)
    expect(segments().map((one) => one.classes().includes('outlined'))).toEqual([true, true, true, true, false, false, false])
  })

  it('goes from one to the next with the arrows, without a step in time', async () => {
    timeline()
    const active = segments()[5]
    expect(segments().filter((one) => one.attributes('tabindex') === '0')).toHaveLength(1)
    ;(active.element as HTMLElement).focus()
    await active.trigger('keydown', { key: 'ArrowLeft' })
    expect(document.activeElement).toBe(segments()[4].element)
    expect(steps()).toEqual([])
  })
})

describe('what is compared with', () => {
  it('has a frame: the cell, or the mark of a year', async () => {
    timeline({ compare: 4 })
    expect(wrapper.findAll('.compared').map((one) => one.classes()[0])).toEqual(['cell'])
    expect(cells()[4].classes()).toContain('compared')
    await wrapper.setProps({ compare: 4, compareMoment: { ...moment, after: 4 } })
    expect(cells()[4].classes()).not.toContain('compared')
    expect(wrapper.find('.mark.compared').attributes('title')).toBe('1941')
  })
})
