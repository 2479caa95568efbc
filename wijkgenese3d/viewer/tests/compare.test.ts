import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import WijkCompare from '../src/compare/WijkCompare.vue'
import WijkCompareBar from '../src/compare/WijkCompareBar.vue'
import WijkCompareChoice from '../src/compare/WijkCompareChoice.vue'
import WijkDifference from '../src/compare/WijkDifference.vue'
import type { Difference, Label } from '../src/types'
import { overlay, stops, words } from './data'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())
const BOX = { left: 100, top: 50, width: 1000, height: 500, right: 1100, bottom: 550, x: 100, y: 50, toJSON: () => ({}) }
const named = (id: string, x: number): Label => ({ id, text: id, at: [x, 0.3], foot: [x, 0.4], certainty: null })
const dates = { a: '100 n.Chr.', b: '2025' }

describe('the frame round two pictures', () => {
  function compare(more: Record<string, unknown> = {}): VueWrapper {
    wrapper = mount(WijkCompare, {
      props: { mode: 'swipe', dates, words, overlay, other: overlay, ...more },
      slots: { default: '<img class="block-image main"><img class="block-image beside">' },
      attachTo: document.body,
    })
    wrapper.element.getBoundingClientRect = () => BOX
    return wrapper
  }
  const place = (): string => (wrapper.element as HTMLElement).style.getPropertyValue('--wijk-at')
  function point(name: string, x: number): void {
    const event = new PointerEvent(name, { bubbles: true, cancelable: true, clientX: x, clientY: 300, pointerId: 1, button: 0 })
    wrapper.find('input').element.dispatchEvent(event)
  }

  it('is only there while two moments are compared', () => {
    compare({ mode: '' })
    expect(wrapper.find('input').exists()).toBe(false)
    expect(wrapper.find('.date').exists()).toBe(false)
    expect(wrapper.attributes('data-two')).toBeUndefined()
    expect(wrapper.find('.block-image.main').exists()).toBe(true)
  })

  it('shows no border before the other picture is there', () => {
    compare({ busy: true })
    expect(wrapper.find('input').exists()).toBe(false)
    expect(wrapper.attributes('data-two')).toBeUndefined()
  })

  it('follows the pointer at once, and tells the page where it was let go', async () => {
    compare()
    point('pointermove', 900)
    await wrapper.vm.$nextTick()
    expect(place()).toBe('50%')
    point('pointerdown', 600)
    point('pointermove', 350)
    await wrapper.vm.$nextTick()
    expect(place()).toBe('25%')
    expect(wrapper.emitted('at')).toBeUndefined()
    point('pointermove', 5000)
    point('pointerup', 5000)
    await wrapper.vm.$nextTick()
    expect(place()).toBe('100%')
    expect(wrapper.emitted('at')).toEqual([[1]])
  })

  it('does not jump to where the page thinks it is while it is being moved', async () => {
    compare()
    point('pointerdown', 600)
    point('pointermove', 350)
    await wrapper.setProps({ at: 0.9 })
    expect(place()).toBe('25%')
    point('pointerup', 350)
    await wrapper.setProps({ at: 0.4 })
    expect(place()).toBe('40%')
  })

  it('is a slider for keys that says what it parts', async () => {
    compare()
    const input = wrapper.find('input')
    expect(input.attributes('aria-label')).toBe('Grens tussen 100 n.Chr. en 2025')
    expect(input.attributes('aria-valuetext')).toBe('50 procent 100 n.Chr., rechts 2025')
    await input.setValue('30')
    expect(place()).toBe('30%')
    expect(wrapper.emitted('at')).toEqual([[0.3]])
  })

  it('keeps its keys from the picture, and Escape closes', async () => {
    compare()
    const outside = vi.fn()
    document.addEventListener('keydown', outside)
    await wrapper.find('input').trigger('keydown', { key: 'ArrowLeft' })
    await wrapper.find('input').trigger('keydown', { key: 'Escape' })
    document.removeEventListener('keydown', outside)
    expect(outside).not.toHaveBeenCalled()
    expect(wrapper.emitted('close')).toHaveLength(1)
  })

  it('shows names only on the side that they belong to', async () => {
    compare({
      main: 'b',
      overlay: { ...overlay, labels: [named('nu-links', 0.2), named('nu-rechts', 0.8)] },
      other: { ...overlay, labels: [named('toen-links', 0.2), named('toen-rechts', 0.8)] },
    })
    const shown = (): string[] => wrapper.findAll('.plate').map((plate) => plate.text())
    expect(shown()).toEqual(['toen-links', 'nu-rechts'])
    await wrapper.setProps({ main: 'a' })
    expect(shown()).toEqual(['nu-links', 'toen-rechts'])
    await wrapper.setProps({ at: 0.1 })
    expect(shown()).toEqual(['toen-links', 'toen-rechts'])
    expect(wrapper.findAll('.pin, .scale, .depth')).toHaveLength(0)
  })

  it('writes over both halves, each in its own', () => {
    compare({ mode: 'side', main: 'a', overlay: { ...overlay, labels: [named('eerst', 0.2)] }, other: { ...overlay, labels: [named('later', 0.2)] } })
    expect(wrapper.find('.half.first').text()).toContain('eerst')
    expect(wrapper.find('.half.last').text()).toContain('later')
    expect(wrapper.find('input').exists()).toBe(false)
    expect(wrapper.findAll('.date').map((date) => date.text())).toEqual(['100 n.Chr.', '2025'])
  })

  it('has the handles of a cut in the half of the timeline, and tells them in shares of that half', async () => {
    const handles = [{ key: 'x', at: [0.5, 0.5] as [number, number], value: 10, min: 0, max: 20 }]
    compare({ mode: 'side', main: 'b', overlay: { ...overlay, handles }, other: overlay })
    expect(wrapper.find('.half.first .handle').exists()).toBe(false)
    const root = wrapper.find('.half.last .wijk-handles').element as HTMLElement
    root.getBoundingClientRect = () => new DOMRect(600, 50, 500, 500)
    const event = new MouseEvent('pointerdown', { clientX: 850, clientY: 300, button: 0, bubbles: true })
    root.querySelector('.handle')?.dispatchEvent(Object.assign(event, { pointerId: 1, isPrimary: true }))
    root.querySelector('.handle')?.dispatchEvent(new MouseEvent('pointerup', { clientX: 900, clientY: 300, bubbles: true }))
    expect(wrapper.emitted('drag')).toEqual([[{ key: 'x', x: 0.6, y: 0.5, rest: true }]])
    await wrapper.find('.half.last .handle').trigger('keydown', { key: 'ArrowLeft' })
    expect(wrapper.emitted('nudge')).toEqual([[{ key: 'x', right: -1, up: 0 }]])
  })

  it('tells the difference while its panel is closed', async () => {
    compare({ mode: 'diff', difference, open: false })
    expect(wrapper.find('.told').text()).toContain('Ongeveer 60.000 m³ opgehoogd.')
    expect(wrapper.find('.date').exists()).toBe(false)
    expect(wrapper.find('.told .note').exists()).toBe(false)
    await wrapper.setProps({ note: 'Niet te zien: de regen.' })
    expect(wrapper.find('.told .note').text()).toBe('Niet te zien: de regen.')
    await wrapper.setProps({ open: true })
    expect(wrapper.find('.told').exists()).toBe(false)
  })
})

describe('the choice of how', () => {
  function bar(more: Record<string, unknown> = {}): VueWrapper {
    wrapper = mount(WijkCompareBar, { props: { mode: 'swipe', words, ...more } })
    return wrapper
  }
  const modes = (): string[] => wrapper.findAll('.mode').map((one) => one.text())

  it('says which one it is, and asks for another', async () => {
    bar()
    expect(modes()).toEqual(['Schuif', 'Naast elkaar', 'Verschil'])
    expect(wrapper.find('[data-part=swipe]').attributes('aria-pressed')).toBe('true')
    await wrapper.find('[data-part=diff]').trigger('click')
    await wrapper.find('[data-part=stop]').trigger('click')
    await wrapper.find('[data-part=swap]').trigger('click')
    await wrapper.find('[data-part=choose]').trigger('click')
    expect(wrapper.emitted('mode')).toEqual([['diff']])
    expect(['stop', 'swap', 'choose'].map((name) => wrapper.emitted(name)?.length)).toEqual([1, 1, 1])
    for (const button of wrapper.findAll('button:not(.mode)')) expect(button.attributes('aria-label')).toBeTruthy()
  })

  it('has no two blocks side by side on a small screen', async () => {
    bar({ mode: 'side' })
    expect(wrapper.emitted('mode')).toBeUndefined()
    await wrapper.setProps({ narrow: true })
    expect(modes()).toEqual(['Schuif', 'Verschil'])
    expect(wrapper.emitted('mode')).toEqual([['swipe']])
    expect(wrapper.find('[data-part=swap]').exists()).toBe(true)
    await wrapper.setProps({ mode: 'diff' })
    expect(wrapper.find('[data-part=swap]').exists()).toBe(false)
  })
})

describe('the choice of a moment', () => {
  function choice(more: Record<string, unknown> = {}): VueWrapper {
    wrapper = mount(WijkCompareChoice, { props: { stops, index: 14, words, ...more }, attachTo: document.body })
    return wrapper
  }
  const rows = () => wrapper.findAll('li button')

  it('lists all periods, and says which one is shown and which compared', async () => {
    choice({ compare: 5 })
    expect(rows()).toHaveLength(stops.length)
    expect(rows()[14].text()).toContain('dit ziet u nu')
    expect(rows()[5].text()).toContain('hiermee vergelijkt u')
    await rows()[3].trigger('click')
    expect(wrapper.emitted('choose')).toEqual([[3]])
  })

  it('is one stop of the tab key, with arrows inside', async () => {
    choice()
    expect(rows().filter((row) => row.attributes('tabindex') === '0')).toHaveLength(1)
    ;(rows()[14].element as HTMLElement).focus()
    await wrapper.find('ul').trigger('keydown', { key: 'ArrowUp' })
    expect(document.activeElement).toBe(rows()[13].element)
    await wrapper.find('ul').trigger('keydown', { key: 'Home' })
    expect(document.activeElement).toBe(rows()[0].element)
  })

  it('takes a typed year, and says at the field what is wrong with it', async () => {
    choice()
    await wrapper.find('form').trigger('submit')
    expect(wrapper.emitted('year')).toBeUndefined()
    await wrapper.find('input').setValue(' 100 v.Chr. ')
    await wrapper.find('form').trigger('submit')
    expect(wrapper.emitted('year')).toEqual([['100 v.Chr.']])
    await wrapper.setProps({ error: 'Dit jaar begrijpen we niet.' })
    const field = wrapper.find('input')
    expect(field.attributes('aria-invalid')).toBe('true')
    const help = wrapper.find(`[id="${field.attributes('aria-describedby')}"]`)
    expect(help.text()).toBe('Dit jaar begrijpen we niet.')
    expect(help.attributes('role')).toBe('alert')
    expect((field.element as HTMLInputElement).value).toBe(' 100 v.Chr. ')
  })
})

const difference: Difference = {
  sentences: ['Ongeveer 60.000 m³ opgehoogd.', 'Bijna niets afgegraven of weggespoeld.'],
  ground: [
    { key: 'raised', name: 'Opgehoogd', volume: '60.123', most: '12,40', spot: [189000, 427000] },
    { key: 'dug', name: 'Afgegraven', volume: '12', most: '0,00', spot: null },
  ],
  steps: [3, 2, 1, 0, -1, -2, -3].map((step) => ({ step, colour: '#B35806', name: `stap ${step}` })),
  covers: [{ before: 'Heide', before_colour: '#A87F99', after: 'Bos', after_colour: '#476D4F', ha: '12,48' }],
  covers_rest: { count: 9, ha: '1,20' },
  covers_all: '13,68',
  came: [{ kind: 'Gebouwen', count: '12', names: ['School'], more: 2 }],
  went: [],
}

describe('the difference in numbers', () => {
  function panel(more: Record<string, unknown> = {}): VueWrapper {
    wrapper = mount(WijkDifference, { props: { difference, dates, words, ...more } })
    return wrapper
  }

  it('tells ground, land cover and what came and went', () => {
    panel()
    const text = wrapper.text()
    for (const part of ['Van 100 n.Chr. naar 2025', '60.123', '12,40', 'Heide', '12,48', '9 kleinere', '13,68', 'School', 'en nog 2', 'Niets'])
      expect(text).toContain(part)
    expect(wrapper.findAll('.wijk-steps li')).toHaveLength(7)
  })

  it('goes to where most changed, and copies', async () => {
    panel()
    expect(wrapper.findAll('.fly')).toHaveLength(1)
    await wrapper.find('.fly').trigger('click')
    await wrapper.find('[data-part=copy]').trigger('click')
    await wrapper.find('[data-part=command]').trigger('click')
    expect(wrapper.emitted('look')).toEqual([['raised']])
    expect(wrapper.emitted('copy')).toHaveLength(1)
    expect(wrapper.emitted('command')).toHaveLength(1)
  })

  it('gives each step a sign that needs no colour', () => {
    panel()
    const paths = wrapper.findAll('.wijk-steps path').map((path) => `${path.attributes('d')} ${path.attributes('stroke-width')}`)
    expect(new Set(paths).size).toBe(7)
    expect(paths[0]).toContain('v')
    expect(paths[6]).not.toContain('v')
    expect(paths[3].startsWith('undefined') || paths[3].startsWith(' ')).toBe(true)
  })

  it('says that it is being made', () => {
    panel({ difference: null })
    expect(wrapper.text()).toContain('Het andere beeld wordt gemaakt.')
    expect(wrapper.find('table').exists()).toBe(false)
  })
})
