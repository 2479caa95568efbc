/**
 * What a finger does with a sheet from below: across it goes through time, and at its grip it makes the sheet larger or
 * smaller. Scrolling stays scrolling, and what is itself moved sideways keeps its own gesture.
 */
export interface SheetHandlers {
  /** 1 for the next, -1 for the previous. */
  across(by: 1 | -1): unknown
  up(): unknown
  down(): unknown
}

export const ACROSS = 60
export const ALONG = 36
const SLOWEST_MS = 700
const OWN = 'input, table, .scroll, .drawing'

export function watchSheet(element: HTMLElement, handlers: SheetHandlers): () => void {
  let start: { x: number; y: number; time: number; grip: boolean } | null = null

  function onStart(event: TouchEvent): void {
    const target = event.target instanceof Element ? event.target : null
    const touch = event.touches.length === 1 ? event.touches[0] : null
    start =
      touch && !target?.closest(OWN)
        ? { x: touch.clientX, y: touch.clientY, time: event.timeStamp, grip: Boolean(target?.closest('.grab, header')) }
        : null
  }

  function onEnd(event: TouchEvent): void {
    const begun = start
    start = null
    const touch = event.changedTouches[0]
    if (!begun || !touch || event.timeStamp - begun.time > SLOWEST_MS) return
    const dx = touch.clientX - begun.x
    const dy = touch.clientY - begun.y
    if (Math.abs(dx) >= ACROSS && Math.abs(dx) > 2 * Math.abs(dy)) {
      handlers.across(dx < 0 ? 1 : -1)
    } else if (begun.grip && Math.abs(dy) >= ALONG && Math.abs(dy) > Math.abs(dx)) {
      if (dy < 0) handlers.up()
      else handlers.down()
    }
  }

  element.addEventListener('touchstart', onStart, { passive: true })
  element.addEventListener('touchend', onEnd, { passive: true })
  return () => {
    element.removeEventListener('touchstart', onStart)
    element.removeEventListener('touchend', onEnd)
  }
}
