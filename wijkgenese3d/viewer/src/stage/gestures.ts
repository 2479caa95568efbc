/**
 * Decides in the browser what a gesture means: a click or a tap, a long press, or something that moves the camera.
 * Listens only, in the capture phase; the view below gets every event as well.
 */
export interface Point {
  x: number
  y: number
}

export interface GestureHandlers {
  /** A spot was pointed out; fractions of the element, y from its upper edge. */
  pick(place: Point): void
  hover(place: Point): void
  /** The camera begins to move, and stands still again. */
  start(): void
  settle(): void
}

export const MOVED = 5
export const CLICK_MS = 600
export const LONG_PRESS_MS = 550
export const WHEEL_REST_MS = 250
export const HOVER_MS = 100

interface Press {
  id: number
  x: number
  y: number
  time: number
  /** Still a click: not moved, one pointer, first button. */
  still: boolean
}

/** What is pressed or filled in stands for itself. */
const CONTROL = 'button, a[href], input, select, textarea, summary, [role="button"], [role="slider"]'

export function watchGestures(element: HTMLElement, handlers: GestureHandlers): () => void {
  const down = new Set<number>()
  let press: Press | null = null
  let moving = false
  let pressTimer: number | undefined
  let wheelTimer: number | undefined
  let hoverTimer: number | undefined
  let hoverPlace: Point | null = null

  function placeOf(event: MouseEvent): Point | null {
    const box = element.getBoundingClientRect()
    if (!box.width || !box.height) return null
    const x = (event.clientX - box.left) / box.width
    const y = (event.clientY - box.top) / box.height
    return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null
  }

  function pick(event: MouseEvent): void {
    const place = placeOf(event)
    if (place) handlers.pick(place)
  }

  function begin(): void {
    if (press) press.still = false
    window.clearTimeout(pressTimer)
    if (moving) return
    moving = true
    handlers.start()
  }

  function rest(): void {
    if (!moving || down.size || wheelTimer !== undefined) return
    moving = false
    handlers.settle()
  }

  function onDown(event: PointerEvent): void {
    if (event.target instanceof Element && event.target.closest(CONTROL)) return
    down.add(event.pointerId)
    if (down.size === 1) {
      watchWindow(true)
      press = {
        id: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        time: event.timeStamp,
        still: event.isPrimary && event.button === 0,
      }
      stopHover()
      if (press.still) {
        pressTimer = window.setTimeout(() => {
          if (!press?.still) return
          press.still = false
          pick(event)
        }, LONG_PRESS_MS)
      }
    } else {
      begin()
    }
  }

  function onMove(event: PointerEvent): void {
    if (!press || event.pointerId !== press.id || moving) return
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > MOVED) begin()
  }

  function onUp(event: PointerEvent): void {
    if (!down.delete(event.pointerId)) return
    const ended = press
    if (ended?.id === event.pointerId) {
      window.clearTimeout(pressTimer)
      const moved = Math.hypot(event.clientX - ended.x, event.clientY - ended.y)
      const quick = event.timeStamp - ended.time < CLICK_MS
      if (event.type === 'pointerup' && ended.still && moved <= MOVED && quick) pick(event)
      press = null
    }
    if (down.size) return
    press = null
    watchWindow(false)
    rest()
  }

  function onWheel(): void {
    window.clearTimeout(wheelTimer)
    wheelTimer = window.setTimeout(() => {
      wheelTimer = undefined
      rest()
    }, WHEEL_REST_MS)
    begin()
  }

  /** The first at once, then the last of every tenth of a second. */
  function onHover(event: PointerEvent): void {
    if (event.pointerType !== 'mouse' || event.buttons || down.size) return
    hoverPlace = placeOf(event)
    if (hoverTimer === undefined) sendHover()
  }

  function sendHover(): void {
    hoverTimer = undefined
    if (!hoverPlace) return
    handlers.hover(hoverPlace)
    hoverPlace = null
    hoverTimer = window.setTimeout(sendHover, HOVER_MS)
  }

  function stopHover(): void {
    window.clearTimeout(hoverTimer)
    hoverTimer = undefined
    hoverPlace = null
  }

  /** A long press with a finger asks for the menu of the browser, which would lie over the answer. */
  function onMenu(event: Event): void {
    if (down.size) event.preventDefault()
  }

  // A drag may end outside the element.
  function watchWindow(on: boolean): void {
    const change = on ? window.addEventListener.bind(window) : window.removeEventListener.bind(window)
    change('pointermove', onMove as EventListener, true)
    change('pointerup', onUp as EventListener, true)
    change('pointercancel', onUp as EventListener, true)
  }

  element.addEventListener('pointerdown', onDown, true)
  element.addEventListener('pointermove', onHover, true)
  element.addEventListener('pointerleave', stopHover, true)
  element.addEventListener('wheel', onWheel, { capture: true, passive: true })
  element.addEventListener('contextmenu', onMenu, true)

  return () => {
    element.removeEventListener('pointerdown', onDown, true)
    element.removeEventListener('pointermove', onHover, true)
    element.removeEventListener('pointerleave', stopHover, true)
    element.removeEventListener('wheel', onWheel, true)
    element.removeEventListener('contextmenu', onMenu, true)
    watchWindow(false)
    window.clearTimeout(pressTimer)
    window.clearTimeout(wheelTimer)
    stopHover()
  }
}
