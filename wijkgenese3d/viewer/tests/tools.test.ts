import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { describe, expect, it } from 'vitest'
import { coveredBoxes } from '../src/stage/covered'
import WijkTools from '../src/stage/WijkTools.vue'

const SLOT = '<button id="a">a</button><div><button id="b">b</button></div><button disabled>x</button><button id="c">c</button>'
const mounted = () => mount(WijkTools, { props: { label: 'Kijken' }, slots: { default: SLOT }, attachTo: document.body })
const stops = () => [...document.querySelectorAll<HTMLElement>('.wijk-tools button')].filter((one) => one.tabIndex === 0 && !(one as HTMLButtonElement).disabled)

describe('the tools', () => {
  it('are a toolbar with one stop for the Tab key, which is the last that had the focus', async () => {
    const wrapper = mounted()
    expect(wrapper.attributes('role')).toBe('toolbar')
    expect(wrapper.attributes('aria-label')).toBe('Kijken')
    expect(stops().map((one) => one.id)).toEqual(['a'])
    wrapper.find<HTMLElement>('#c').element.focus()
    expect(stops().map((one) => one.id)).toEqual(['c'])
    wrapper.unmount()
  })

  it('go round with the arrows, and to the ends', async () => {
    const wrapper = mounted()
    wrapper.find<HTMLElement>('#a').element.focus()
    const path: string[] = []
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'x']) {
      await wrapper.find(`#${document.activeElement?.id}`).trigger('keydown', { key })
      path.push(document.activeElement?.id ?? '')
    }
    expect(path).toEqual(['b', 'c', 'a', 'c', 'a', 'c', 'c'])
    wrapper.unmount()
  })

  it('take an arrow before a button with a menu does', async () => {
    const wrapper = mounted()
    let opened = 0
    wrapper.find('#a').element.addEventListener('keydown', () => (opened += 1))
    await wrapper.find('#a').trigger('keydown', { key: 'ArrowDown' })
    expect(opened).toBe(0)
    await wrapper.find('#a').trigger('keydown', { key: 'Enter' })
    expect(opened).toBe(1)
    wrapper.unmount()
  })

  it('keep one stop when a button comes or goes', async () => {
    const wrapper = mounted()
    wrapper.find('#a').element.remove()
    const more = document.createElement('button')
    more.id = 'd'
    wrapper.element.append(more)
    await new Promise((done) => setTimeout(done))
    await nextTick()
    expect(stops().map((one) => one.id)).toEqual(['b'])
    wrapper.unmount()
  })
})

describe('what lies over the picture', () => {
  const place = (left: number, top: number, right: number, bottom: number): HTMLElement => {
    const one = document.createElement('div')
    one.getBoundingClientRect = () => ({ left, top, right, bottom, width: right - left, height: bottom - top }) as DOMRect
    return one
  }

  it('is told in fractions of it, cut off at its edges', () => {
    const picture = place(100, 50, 500, 250)
    expect(coveredBoxes(picture, [place(100, 50, 200, 150), place(400, 200, 900, 900)])).toEqual([
      [0, 0, 0.25, 0.5],
      [0.75, 0.75, 1, 1],
    ])
  })

  it('is nothing beside it, or without a size', () => {
    expect(coveredBoxes(place(100, 50, 500, 250), [place(0, 0, 90, 40), place(200, 100, 200, 100)])).toEqual([])
    expect(coveredBoxes(place(0, 0, 0, 0), [place(0, 0, 9, 9)])).toEqual([])
  })
})
