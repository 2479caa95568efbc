/** What of a picture lies under other things, as boxes: left, top, right, bottom, fractions of the picture. */
export type Box = [left: number, top: number, right: number, bottom: number]

const share = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * 1000) / 1000

export function coveredBoxes(picture: HTMLElement, over: Iterable<Element>): Box[] {
  const frame = picture.getBoundingClientRect()
  if (!frame.width || !frame.height) return []
  const boxes: Box[] = []
  for (const one of over) {
    const { left, top, right, bottom } = one.getBoundingClientRect()
    const box: Box = [
      share((left - frame.left) / frame.width),
      share((top - frame.top) / frame.height),
      share((right - frame.left) / frame.width),
      share((bottom - frame.top) / frame.height),
    ]
    if (box[2] > box[0] && box[3] > box[1]) boxes.push(box)
  }
  return boxes
}
