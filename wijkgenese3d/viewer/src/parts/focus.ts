const KEPT = 12
/** When it is looked whether what had the focus is still there, ms after a key or a click: the app may answer late. */
const LOOKS = [60, 300, 1000, 2500]
const TYPED = 'input:not([type=range], [type=checkbox], [type=radio]), textarea'

const isThere = (one: HTMLElement): boolean =>
  one.isConnected && !one.matches(':disabled') && one.checkVisibility?.() !== false && !one.closest('[inert]')

/**
 * Gives the focus back when what has it goes away with its panel, to what had it before, or else to the first that
 * `otherwise` selects: who presses ✕ by key would begin again at the top of the page. Never to a field that is typed in,
 * which opens a keyboard on a phone; and from a button that can no longer be pressed, such as *next* at the end, to
 * `otherwise`: a key that is pressed once more must not do something else. Returns what ends it.
 */
export function keepFocus(otherwise: string): () => void {
  let trail: HTMLElement[] = []
  let last: HTMLElement | null = null
  let looks: number[] = []

  function onFocus({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return
    trail = [...trail.filter((one) => one !== target && one.isConnected), target].slice(-KEPT)
    last = target
  }
  function look(): void {
    const now = document.activeElement
    const lost = now === null || now === document.body || (now instanceof HTMLElement && !isThere(now))
    // Where it is still there, the visitor put the focus away.
    if (!lost || last === null || isThere(last)) return
    const before = last.matches(':disabled') && last.isConnected ? [] : trail
    const [back] = before.filter((one) => isThere(one) && !one.matches(TYPED)).slice(-1)
    ;(back ?? document.querySelector<HTMLElement>(otherwise))?.focus({ preventScroll: true })
  }
  function onDone(): void {
    looks.forEach(clearTimeout)
    looks = LOOKS.map((ms) => window.setTimeout(look, ms))
  }
  document.addEventListener('focusin', onFocus)
  document.addEventListener('click', onDone, true)
  document.addEventListener('keydown', onDone, true)
  return () => {
    looks.forEach(clearTimeout)
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('click', onDone, true)
    document.removeEventListener('keydown', onDone, true)
  }
}
