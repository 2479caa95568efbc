import type { Words } from '../types'

/** A length in m as it is written in the language shown: at most one decimal. */
export function metres(value: number, words: Words): string {
  return written(value, words, 1)
}

/** A number as it is typed in the language shown: at most so many decimals. */
export function written(value: number, words: Words, decimals = 2): string {
  return value.toLocaleString(words.lang ?? 'nl', { maximumFractionDigits: decimals, useGrouping: false })
}
