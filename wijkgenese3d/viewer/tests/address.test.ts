import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import WijkAddress from '../src/address/WijkAddress.vue'
import { copyLink, linkTo, pageWith } from '../src/address/link'

const hash = () => window.location.hash
const replaceHash = (text: string) => window.history.replaceState({}, '', `${window.location.pathname}${text}`)

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  replaceHash('')
})

describe('a link', () => {
  it.each([
    ['/', 'http://x/#p=T14'],
    ['/index.html', 'http://x/#p=T14'],
    ['/wijk/index.html', 'http://x/wijk/#p=T14'],
    ['/s/0a1b2c/index.html', 'http://x/#p=T14'],
    ['/wijk/s/0a1b2c/', 'http://x/wijk/#p=T14'],
  ])('from %s leads to the door', (pathname, link) => {
    expect(linkTo('p=T14', { origin: 'http://x', pathname })).toBe(link)
  })

  it('is put on the clipboard, or it is said that this cannot be done', async () => {
    const writeText = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('no'))
    vi.stubGlobal('navigator', { clipboard: { writeText } })
    expect(await copyLink('p=T14')).toBe(true)
    expect(writeText.mock.calls[0][0]).toMatch(/#p=T14$/)
    expect(await copyLink('p=T14')).toBe(false)
    vi.stubGlobal('navigator', {})
    expect(await copyLink('p=T14')).toBe(false)
    vi.unstubAllGlobals()
  })

  it('of the page itself keeps its path and what else stands in it', () => {
    expect(pageWith('p=T14', { pathname: '/s/0a/index.html', search: '?neem-over=1' })).toBe(
      '/s/0a/index.html?neem-over=1#p=T14',
    )
  })
})

describe('the address', () => {
  it('follows the view', async () => {
    const part = mount(WijkAddress, { props: { address: 'p=T14' } })
    vi.advanceTimersByTime(1)
    expect(hash()).toBe('#p=T14')
    await part.setProps({ address: 'p=T06&h=5' })
    vi.advanceTimersByTime(1)
    expect(hash()).toBe('#p=T06&h=5')
    expect(part.emitted('open')).toBeUndefined()
    part.unmount()
  })

  it('asks at the start for what it says, and is not written over meanwhile', async () => {
    replaceHash('#p=T01')
    const part = mount(WijkAddress, { props: { address: 'p=T14' } })
    vi.advanceTimersByTime(1000)
    expect(part.emitted('open')).toEqual([[['p=T01', true]]])
    expect(hash()).toBe('#p=T01')
    await part.setProps({ address: 'p=T01' })
    vi.advanceTimersByTime(5000)
    expect(hash()).toBe('#p=T01')
    part.unmount()
  })

  it('becomes what is shown where it asked for what cannot be', () => {
    replaceHash('#p=T99')
    const part = mount(WijkAddress, { props: { address: 'p=T14' } })
    vi.advanceTimersByTime(2000)
    expect(hash()).toBe('#p=T14')
    part.unmount()
  })

  it('asks again when somebody changes it, and not for its own change', () => {
    const part = mount(WijkAddress, { props: { address: 'p=T14' } })
    vi.advanceTimersByTime(1)
    window.dispatchEvent(new Event('hashchange'))
    expect(part.emitted('open')).toBeUndefined()
    replaceHash('#p=T01')
    window.dispatchEvent(new Event('hashchange'))
    expect(part.emitted('open')).toEqual([[['p=T01', false]]])
    part.unmount()
    window.dispatchEvent(new Event('hashchange'))
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('an address of before', () => {
  it('is opened again: somebody goes back to a link in the same tab', async () => {
    const part = mount(WijkAddress, { props: { address: 'p=T14' } })
    vi.advanceTimersByTime(1)
    replaceHash('#p=T15')
    window.dispatchEvent(new Event('hashchange'))
    await part.setProps({ address: 'p=T15' })
    vi.advanceTimersByTime(1)
    replaceHash('#p=T14')
    window.dispatchEvent(new Event('hashchange'))
    expect(part.emitted('open')).toEqual([[['p=T15', false]], [['p=T14', false]]])
    part.unmount()
  })
})

describe('keys', () => {
  const press = (init: KeyboardEventInit, on: EventTarget = window) => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
    on.dispatchEvent(event)
    return event.defaultPrevented
  }

  it('undo and redo', () => {
    const part = mount(WijkAddress)
    expect(press({ key: 'z', ctrlKey: true })).toBe(true)
    expect(press({ key: 'Z', ctrlKey: true, shiftKey: true })).toBe(true)
    expect(press({ key: 'y', ctrlKey: true })).toBe(true)
    expect(press({ key: 'z', metaKey: true })).toBe(true)
    expect(press({ key: 'z' })).toBe(false)
    expect(press({ key: 'y', ctrlKey: true, shiftKey: true })).toBe(false)
    expect(part.emitted('undo')).toHaveLength(2)
    expect(part.emitted('redo')).toHaveLength(2)
    part.unmount()
  })

  it('are left to a field in which somebody types', () => {
    const part = mount(WijkAddress)
    for (const [type, ours] of [['text', false], ['number', false], ['range', true], ['checkbox', true]] as const) {
      const field = document.createElement('input')
      field.type = type
      document.body.append(field)
      expect(press({ key: 'z', ctrlKey: true }, field), type).toBe(ours)
      field.remove()
    }
    expect(part.emitted('undo')).toHaveLength(2)
    part.unmount()
  })
})
