import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import WijkStage from '../src/stage/WijkStage.vue'
import { overlay, words } from './data'

let wrapper: VueWrapper
let clock = 0
const BOX = { left: 100, top: 50, width: 1000, height: 500, right: 1100, bottom: 550, x: 100, y: 50, toJSON: () => ({}) }

beforeEach(() => {
  vi.useFakeTimers()
  clock = 1000
})
afterEach(() => {
  wrapper.unmount()
  vi.useRealTimers()
})

function stage(more: Record<string, unknown> = {}): VueWrapper {
  wrapper = mount(WijkStage, {
    props: { overlay, words, ...more },
    slots: { default: '<div class="picture"><button class="inside">x</button></div>' },
    attachTo: document.body,
  })
  wrapper.element.getBoundingClientRect = () => BOX
  return wrapper
}

function wait(ms: number): void {
  clock += ms
  vi.advanceTimersByTime(ms)
}

interface Options {
  x?: number
  y?: number
  id?: number
  type?: string
  button?: number
  buttons?: number
  on?: Element | Window
}

/** A pointer event as browsers send it: its time is that of the fake clock. */
function send(name: string, { x = 600, y = 150, id = 1, type = 'mouse', button = 0, buttons = 0, on }: Options = {}): void {
  const event = new PointerEvent(name, {
    bubbles: true,
    cancelable: true,
    clientX: x,
    clientY: y,
    pointerId: id,
    pointerType: type,
    isPrimary: id === 1,
    button,
    buttons,
  })
  Object.defineProperty(event, 'timeStamp', { value: clock })
  ;(on ?? wrapper.find('.picture').element).dispatchEvent(event)
}
const count = (name: string): number => wrapper.emitted(name)?.length ?? 0

describe('a click', () => {
  it('is a pick with fractions, y from the upper edge', () => {
    stage()
    send('pointerdown')
    wait(80)
    send('pointermove', { x: 603, y: 153 })
    send('pointerup', { x: 603, y: 153 })
    expect(wrapper.emitted('pick')).toEqual([[{ x: 0.503, y: 0.206 }]])
    expect(count('start')).toBe(0)
    expect(count('settle')).toBe(0)
  })

  it('is also a tap of a finger', () => {
    stage()
    send('pointerdown', { type: 'touch' })
    wait(120)
    send('pointerup', { type: 'touch' })
    expect(count('pick')).toBe(1)
  })

  it('is not one of another button, nor on a control inside', () => {
    stage()
    send('pointerdown', { button: 2 })
    send('pointerup', { button: 2 })
    const inside = wrapper.find('.inside').element
    send('pointerdown', { on: inside })
    send('pointerup', { on: inside })
    wait(1000)
    expect(count('pick')).toBe(0)
  })

  it('is not one when the browser takes the pointer away', () => {
    stage()
    send('pointerdown', { type: 'touch' })
    send('pointercancel', { type: 'touch' })
    wait(1000)
    expect(count('pick')).toBe(0)
  })

  it('leaves the event to the view below', () => {
    stage()
    const heard = vi.fn()
    wrapper.find('.picture').element.addEventListener('pointerdown', heard)
    send('pointerdown')
    expect(heard).toHaveBeenCalledOnce()
    expect(heard.mock.calls[0][0].defaultPrevented).toBe(false)
  })
})

describe('a drag', () => {
  it('starts and settles, and is no pick, also when it returns to where it began', () => {
    stage()
    send('pointerdown')
    send('pointermove', { x: 606 })
    expect(count('start')).toBe(1)
    send('pointermove', { x: 700 })
    send('pointermove', { x: 600 })
    expect(count('settle')).toBe(0)
    send('pointerup', { x: 600 })
    expect([count('pick'), count('start'), count('settle')]).toEqual([0, 1, 1])
  })

  it('may end outside the picture', () => {
    stage()
    send('pointerdown')
    send('pointermove', { x: 2000, on: window })
    send('pointerup', { x: 2000, on: window })
    expect([count('pick'), count('start'), count('settle')]).toEqual([0, 1, 1])
    send('pointerdown')
    send('pointerup')
    expect(count('pick')).toBe(1)
  })

  it('of five pixels is still a click, of more is not', () => {
    stage()
    send('pointerdown')
    send('pointerup', { x: 605 })
    send('pointerdown')
    send('pointerup', { x: 605.1 })
    expect(count('pick')).toBe(1)
  })
})

describe('two fingers', () => {
  it('are never a pick, whichever goes first', () => {
    stage()
    send('pointerdown', { type: 'touch' })
    wait(40)
    send('pointerdown', { type: 'touch', id: 2, x: 700 })
    expect(count('start')).toBe(1)
    send('pointerup', { type: 'touch' })
    expect(count('settle')).toBe(0)
    send('pointerup', { type: 'touch', id: 2, x: 700 })
    wait(1000)
    expect([count('pick'), count('start'), count('settle')]).toEqual([0, 1, 1])
  })
})

describe('a long press', () => {
  it('is a pick after 550 ms, once', () => {
    stage()
    send('pointerdown', { type: 'touch' })
    wait(549)
    expect(count('pick')).toBe(0)
    wait(1)
    expect(wrapper.emitted('pick')).toEqual([[{ x: 0.5, y: 0.2 }]])
    wait(10)
    send('pointerup', { type: 'touch' })
    expect(count('pick')).toBe(1)
  })

  it('is none when the finger moved before', () => {
    stage()
    send('pointerdown', { type: 'touch' })
    wait(300)
    send('pointermove', { type: 'touch', x: 620 })
    wait(1000)
    send('pointerup', { type: 'touch', x: 620 })
    expect(count('pick')).toBe(0)
  })
})

describe('the wheel', () => {
  const turn = () => wrapper.find('.picture').element.dispatchEvent(new WheelEvent('wheel', { bubbles: true, deltaY: 1 }))

  it('starts once and settles 250 ms after its last turn', () => {
    stage()
    turn()
    wait(200)
    turn()
    wait(249)
    expect([count('start'), count('settle')]).toEqual([1, 0])
    wait(1)
    expect([count('start'), count('settle')]).toEqual([1, 1])
  })

  it('does not settle while a pointer still drags', () => {
    stage()
    send('pointerdown')
    send('pointermove', { x: 650 })
    turn()
    wait(400)
    expect(count('settle')).toBe(0)
    send('pointerup', { x: 650 })
    expect([count('start'), count('settle')]).toEqual([1, 1])
  })
})

describe('hovering', () => {
  it('is told ten times a second at most, the last place too', () => {
    stage()
    for (let i = 0; i < 50; i += 1) {
      send('pointermove', { x: 600 + i })
      wait(10)
    }
    wait(200)
    expect(count('hover')).toBeGreaterThanOrEqual(5)
    expect(count('hover')).toBeLessThanOrEqual(6)
    expect(wrapper.emitted('hover')?.slice(-1)).toEqual([[{ x: 0.549, y: 0.2 }]])
  })

  it('is of a mouse without a pressed button', () => {
    stage()
    send('pointermove', { type: 'touch' })
    send('pointermove', { buttons: 1 })
    wait(200)
    expect(count('hover')).toBe(0)
  })
})

describe('what is written over the picture', () => {
  it('stands at its place, and its label carries a dot where that is asked', async () => {
    stage()
    const plates = wrapper.findAll('.plate')
    expect(plates.map((one) => one.text())).toEqual(['Broerdijk', 'Spoorbuurt', 'Limos', 'Hengstberg'])
    expect(plates[0].attributes('style')).toContain('left: 49%')
    expect(plates[0].find('.wijk-dot').attributes('data-certainty')).toBe('waarschijnlijk')
    expect(plates[1].find('.wijk-dot').exists()).toBe(false)
    expect(wrapper.findAll('.pin').map((one) => one.attributes('data-kind'))).toEqual(['pin', 'look'])
    expect(wrapper.find('.scale').text()).toBe('500 m')
    expect(wrapper.findAll('.side').map((one) => one.text())).toEqual(['westkant', 'zuidkant'])
    expect(wrapper.find('.north path').attributes('transform')).toBe('rotate(-59)')
    await wrapper.setProps({ overlay: { ...overlay, scale: null, pins: [] } })
    expect(wrapper.find('.scale').exists()).toBe(false)
    expect(wrapper.find('.pin').exists()).toBe(false)
  })

  it('shows when a spot is asked for', async () => {
    stage()
    expect(wrapper.find('.hint').exists()).toBe(false)
    await wrapper.setProps({ armed: true })
    expect(wrapper.classes()).toContain('armed')
    expect(wrapper.find('.hint').text()).toBe(words['act.core_hint'])
  })

  it('stops listening when it goes', () => {
    stage()
    const element = wrapper.find('.picture').element
    send('pointerdown')
    wrapper.unmount()
    const before = vi.getTimerCount()
    element.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
    expect([before, vi.getTimerCount()]).toEqual([0, 0])
    stage()
  })
})
