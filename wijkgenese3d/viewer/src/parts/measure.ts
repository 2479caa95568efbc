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

/**
 * Watches sizes, and does the work in the next frame: it may change sizes, or watch more, and a browser calls that a
 * loop within one frame. Undefined where nothing can be watched.
 */
export function watchSizes(work: () => void): { observe: (element: Element) => void; stop: () => void } | undefined {
  if (typeof ResizeObserver === 'undefined') return undefined
  let frame = 0
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(work)
  })
  return {
    observe: (element) => observer.observe(element),
    stop: () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
    },
  }
}

/** Width and height of an element, kept up to date. */
export function useSize(element: Ref<HTMLElement | null>): { width: Ref<number>; height: Ref<number> } {
  const width = ref(0)
  const height = ref(0)
  const read = (): void => {
    if (!element.value) return
    width.value = element.value.clientWidth
    height.value = element.value.clientHeight
  }
  const watcher = watchSizes(read)
  onMounted(() => {
    read()
    if (element.value) watcher?.observe(element.value)
  })
  onBeforeUnmount(() => watcher?.stop())
  return { width, height }
}
