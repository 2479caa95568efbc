import type { Words } from '../types'

/** A length in m as it is written in the language shown: at most one decimal. */
export function metres(value: number, words: Words): string {
  return value.toLocaleString(words.lang ?? 'nl', { maximumFractionDigits: 1, useGrouping: false })
}

/** A number in a field, as it is typed in the language shown: at most two decimals. */
export function written(value: number, words: Words): string {
  return value.toLocaleString(words.lang ?? 'nl', { maximumFractionDigits: 2, useGrouping: false })
}
