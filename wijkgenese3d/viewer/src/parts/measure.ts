import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

let canvas: CanvasRenderingContext2D | null | undefined

/** Counts the times that letters came in after the page: whoever measured before then measures again. */
const fontsLoaded = ref(0)
if (typeof document !== 'undefined') document.fonts?.addEventListener?.('loadingdone', () => (fontsLoaded.value += 1))

/** Width of a line of text in px; an estimate on the broad side where nothing can draw. */
export function textWidth(text: string, font: string): number {
  void fontsLoaded.value
  if (canvas === undefined) canvas = document.createElement('canvas').getContext?.('2d') ?? null
  if (canvas) {
    canvas.font = font
    const { width } = canvas.measureText(text)
    if (width > 0) return width
  }
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 14)
  return text.length * size * 0.58
}

/** The first of the texts that fits; an empty one where none does. */
export function firstThatFits(texts: readonly string[], room: number, font: string): string {
  return texts.find((text) => textWidth(text, font) <= room) ?? ''
}

/** The largest size of letters, from the usual one down, at which all of the texts fit; null where none does. */
export function sizeThatFits(
  texts: readonly string[],
  room: number,
  { from, least, weight }: { from: number; least: number; weight: number },
): number | null {
  // Each size anew: small letters are set on whole pixels, so their widths do not shrink in proportion.
  for (let size = from; size >= least; size -= 0.5) {
    if (texts.every((text) => textWidth(text, uiFont(size, weight)) <= room)) return size
  }
  return null
}

export const uiFont = (px: number, weight = 400): string => `${weight} ${px}px Inter, Roboto, system-ui, sans-serif`

/** Width and height of an element, kept up to date. */
export function useSize(element: Ref<HTMLElement | null>): { width: Ref<number>; height: Ref<number> } {
  const width = ref(0)
  const height = ref(0)
  let observer: ResizeObserver | undefined
  let frame = 0
  // In the next frame: what is read may change sizes again, and a browser calls that a loop within one frame.
  const later = (): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(read)
  }
  const read = (): void => {
    if (!element.value) return
    width.value = element.value.clientWidth
    height.value = element.value.clientHeight
  }
  onMounted(() => {
    read()
    if (typeof ResizeObserver === 'undefined' || !element.value) return
    observer = new ResizeObserver(later)
    observer.observe(element.value)
  })
  onBeforeUnmount(() => {
    observer?.disconnect()
    cancelAnimationFrame(frame)
  })
  return { width, height }
}
