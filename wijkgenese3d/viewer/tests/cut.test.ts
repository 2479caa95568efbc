import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import CutHandles from '../src/cut/CutHandles.vue'
import WijkCut from '../src/cut/WijkCut.vue'
import WijkSection from '../src/cut/WijkSection.vue'
import type { CutHandle, SectionDrawing } from '../src/types'

const words = {
  'cut.corners': 'zuidwest · zuidoost · noordwest · noordoost',
  'cut.handle_x': 'Wand naar oost of west',
  'view.peel': 'Graaf tot {m} meter',
  'sec.title': 'Doorsnede van {m} m',
  'sec.air': 'Boven de grond',
}
const handles: CutHandle[] = [
  { key: 'x', at: [0.5, 0.25], value: 189300, min: 188400, max: 190400 },
  { key: 'z', at: [1.4, 0.5], value: 10, min: -20, max: 90 },
]

function pointer(element: Element, type: string, x: number, y: number): void {
  const event = new MouseEvent(type, { clientX: x, clientY: y, button: 0, bubbles: true })
  Object.assign(event, { pointerId: 1, isPrimary: true })
  element.dispatchEvent(event)
}

describe('handles on the cut', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function mounted() {
    const wrapper = mount(CutHandles, { props: { handles, words }, attachTo: document.body })
    wrapper.element.getBoundingClientRect = () => new DOMRect(100, 50, 1000, 500)
    return wrapper
  }

  it('are sliders with a name and a value, and stay away beside the picture', () => {
    const found = mounted().findAll('[role=slider]')
    expect(found).toHaveLength(1)
    expect(found[0].attributes()).toMatchObject({
      'aria-label': 'Wand naar oost of west',
      'aria-valuenow': '189300',
      'aria-valuetext': '189300 m',
      tabindex: '0',
    })
  })

  it('follow the hand in fractions of the picture, and say when it lets go', () => {
    const wrapper = mounted()
    const handle = wrapper.find('.handle').element
    pointer(handle, 'pointerdown', 600, 175)
    pointer(handle, 'pointermove', 700, 200)
    expect(wrapper.emitted('drag')).toEqual([['x', 0.6, 0.3, false]])
    pointer(handle, 'pointermove', 710, 200)
    pointer(handle, 'pointermove', 720, 200)
    expect(wrapper.emitted('drag')).toHaveLength(1)
    vi.advanceTimersByTime(50)
    expect(wrapper.emitted('drag')?.[1]).toEqual(['x', 0.62, 0.3, false])
    pointer(handle, 'pointerup', 730, 200)
    expect(wrapper.emitted('drag')?.[2]).toEqual(['x', 0.63, 0.3, true])
    pointer(handle, 'pointermove', 800, 200)
    vi.advanceTimersByTime(200)
    expect(wrapper.emitted('drag')).toHaveLength(3)
  })

  it('are moved by arrows, ten times as far with shift, and leave other keys alone', async () => {
    const wrapper = mounted()
    const handle = wrapper.find('.handle')
    await handle.trigger('keydown', { key: 'ArrowRight' })
    await handle.trigger('keydown', { key: 'ArrowDown', shiftKey: true })
    await handle.trigger('keydown', { key: 'Tab' })
    expect(wrapper.emitted('nudge')).toEqual([
      ['x', 1, 0],
      ['x', 0, -10],
    ])
  })
})

describe('the numbers of a cut', () => {
  const bite = { dig: 4, lid: false, kind: 'bite' as const, corner: 'zo', x: 189300, y: 427375, z: 16 }

  it('show the fields of what is cut', () => {
    const box = mount(WijkCut, { props: { cut: bite, words } })
    expect(box.findAll('input:not([type=range])').map((field) => (field.element as HTMLInputElement).value)).toEqual([
      '189300',
      '427375',
      '16',
    ])
    expect((box.find('select').element as HTMLSelectElement).value).toBe('zo')
    expect(box.text()).toContain('Graaf tot 4 meter')
    const half = mount(WijkCut, { props: { cut: { ...bite, z: 12.5 }, words: { ...words, lang: 'nl' } } })
    expect(half.findAll<HTMLInputElement>('input:not([type=range])')[2].element.value).toBe('12,5')
    const line = mount(WijkCut, { props: { cut: { dig: 0, lid: false, kind: 'line', x1: 1, y1: 2, x2: 3, y2: 4 }, words } })
    expect(line.findAll('input:not([type=range])')).toHaveLength(4)
  })

  it('tell what was typed, once, and only a change', async () => {
    const box = mount(WijkCut, { props: { cut: bite, words } })
    const field = box.find('input:not([type=range])')
    await field.trigger('change')
    expect(box.emitted('field')).toBeUndefined()
    await field.setValue('tien')
    expect(box.emitted('field')).toEqual([['x', 'tien']])
  })

  it('keep what was typed and cannot be, say at the field what is wrong, and take it back at Escape', async () => {
    const errors = { z: { typed: 'diep', said: 'Dit is geen getal.' } }
    const box = mount(WijkCut, { props: { cut: bite, words, errors }, attachTo: document.body })
    const heard = vi.fn()
    document.body.addEventListener('keydown', heard)
    const field = box.findAll<HTMLInputElement>('input:not([type=range])')[2]
    expect(field.element.value).toBe('diep')
    expect(field.attributes('aria-invalid')).toBe('true')
    const wrong = box.find(`#${CSS.escape(field.attributes('aria-describedby') ?? '')}`)
    expect(wrong.text()).toBe('Dit is geen getal.')
    await field.trigger('keydown', { key: 'Escape' })
    expect(box.emitted('field')).toEqual([['z', null]])
    expect(heard).not.toHaveBeenCalled()
    await box.setProps({ errors: {} })
    expect(field.element.value).toBe('16')
    // With nothing to take back the key is for the page.
    await field.trigger('keydown', { key: 'Escape' })
    expect(heard).toHaveBeenCalledOnce()
    document.body.removeEventListener('keydown', heard)
    box.unmount()
  })

  it('every field has a label', () => {
    const box = mount(WijkCut, { props: { cut: bite, words } })
    for (const field of box.findAll('input, select')) {
      expect(box.find(`label[for="${field.attributes('id')}"]`).exists()).toBe(true)
    }
  })
})

describe('the section', () => {
  const section: SectionDrawing = {
    image: 'data:image/jpeg;base64,',
    length: 1000,
    base: -20,
    top: 60,
    ground: [
      [0, 30],
      [500, 40],
      [1000, 50],
    ],
  }

  it('says what lies under the pointer, and all layers for who uses the slider', async () => {
    const wrapper = mount(WijkSection, {
      props: { section, words, at: { distance: 500, z: 10, where: 'Op 500 m', what: 'Zand', log: [] } },
    })
    expect(wrapper.find('[role=status]').text()).toBe('Op 500 m. Zand')
    await wrapper.setProps({ at: { distance: 500, z: 55, where: 'Op 500 m', what: '', log: [] } })
    expect(wrapper.find('[role=status]').text()).toBe('Op 500 m. Boven de grond')
    await wrapper.setProps({ at: { distance: 10, z: null, where: '', what: '', log: ['Klei', 'Zand'] } })
    expect(wrapper.find('[role=status]').text()).toBe('Klei. Zand')
    await wrapper.find('input[type=range]').setValue('250')
    expect(wrapper.emitted('point')).toEqual([[250, null]])
  })

  it('points in metres along the line and in m NAP', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(596)
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(232)
    vi.spyOn(performance, 'now').mockReturnValue(1e6)
    const wrapper = mount(WijkSection, { props: { section, words }, attachTo: document.body })
    const plot = wrapper.find('.plot').element
    plot.getBoundingClientRect = () => new DOMRect(0, 0, 596, 232)
    pointer(plot, 'pointermove', 48 + 250, 8 + 100)
    expect(wrapper.emitted('point')).toEqual([[500, 20]])
    vi.spyOn(performance, 'now').mockReturnValue(2e6)
    pointer(plot, 'pointermove', 10, 100)
    expect(wrapper.emitted('point')).toHaveLength(1)
    vi.restoreAllMocks()
  })

  it('is never flatter than it is: a short line takes less of the width', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1096)
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(232)
    const props = { section, words: { ...words, lang: 'nl', 'sec.scale': 'Hoogte {n}×' } }
    const wrapper = mount(WijkSection, { props, attachTo: document.body })
    await nextTick()
    expect(wrapper.find('.factor').text()).toBe('Hoogte 2,5×')
    expect(wrapper.find('img').attributes('style')).toContain('width: 1000px')
    await wrapper.setProps({ section: { ...section, length: 200 } })
    expect(wrapper.find('.factor').text()).toBe('Hoogte 1×')
    expect(wrapper.find('img').attributes('style')).toContain('width: 500px')
    vi.restoreAllMocks()
  })

  it('gives its files', async () => {
    const wrapper = mount(WijkSection, { props: { section, words } })
    for (const button of wrapper.findAll('.files button').slice(2, 6)) await button.trigger('click')
    expect(wrapper.emitted('save')).toEqual([['png'], ['svg'], ['pdf'], ['csv']])
    expect(wrapper.find('h2').text()).toBe('Doorsnede van 1000 m')
  })
})
