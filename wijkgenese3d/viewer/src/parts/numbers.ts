import type { Words } from '../types'

/** A length in m as it is written in the language shown: at most one decimal. */
export function metres(value: number, words: Words): string {
  return value.toLocaleString(words.lang ?? 'nl', { maximumFractionDigits: 1, useGrouping: false })
}
