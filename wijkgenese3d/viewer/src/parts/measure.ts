import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

let canvas: CanvasRenderingContext2D | null | undefined

/** Width of a line of text in px; an estimate on the broad side where nothing can draw. */
export function textWidth(text: string, font: string): number {
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

/** Width and height of an element, kept up to date. */
export function useSize(element: Ref<HTMLElement | null>): { width: Ref<number>; height: Ref<number> } {
  const width = ref(0)
  const height = ref(0)
  let observer: ResizeObserver | undefined
  const read = (): void => {
    if (!element.value) return
    width.value = element.value.clientWidth
    height.value = element.value.clientHeight
  }
  onMounted(() => {
    read()
    if (typeof ResizeObserver === 'undefined' || !element.value) return
    observer = new ResizeObserver(read)
    observer.observe(element.value)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return { width, height }
}
