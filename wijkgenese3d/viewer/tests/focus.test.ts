import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepFocus } from '../src/parts/focus'

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement
const press = (id: string): void => {
  byId(id).focus()
  byId(id).click()
}
let end = (): void => undefined

describe('the focus', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    document.body.innerHTML =
      '<div id="picture" tabindex="0"></div><input id="typed"><button id="opener"></button>' +
      '<aside id="panel"><button id="first"></button><button id="close"></button></aside>'
    end = keepFocus('#picture')
  })
  afterEach(() => {
    end()
    vi.useRealTimers()
  })

  it('goes back to what opened the panel, also when the app takes it away late', () => {
    press('opener')
    press('first')
    press('close')
    vi.advanceTimersByTime(200)
    expect(document.activeElement?.id).toBe('close')
    byId('panel').remove()
    vi.advanceTimersByTime(900)
    expect(document.activeElement?.id).toBe('opener')
  })

  it('goes to the picture where nothing else is left, and never to a field that is typed in', () => {
    byId('typed').focus()
    press('close')
    byId('panel').remove()
    vi.advanceTimersByTime(100)
    expect(document.activeElement?.id).toBe('picture')
  })

  it('leaves a button that can no longer be pressed, for nothing that a key would do', () => {
    press('opener')
    press('first')
    ;(byId('first') as HTMLButtonElement).disabled = true
    byId('first').blur()
    vi.advanceTimersByTime(100)
    expect(document.activeElement?.id).toBe('picture')
  })

  it('stays away when the visitor put it away, or elsewhere', () => {
    press('opener')
    byId('opener').blur()
    vi.advanceTimersByTime(5000)
    expect(document.activeElement).toBe(document.body)
    press('close')
    byId('opener').focus()
    byId('panel').remove()
    vi.advanceTimersByTime(5000)
    expect(document.activeElement?.id).toBe('opener')
  })
})
