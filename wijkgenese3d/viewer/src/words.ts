import type { Certainty, Words } from './types'

/** The word for a key, with its {places} filled in; without the word the key itself, so that a gap is seen. */
export function say(words: Words | undefined, key: string, values: Record<string, string | number> = {}): string {
  const text = words?.[key] ?? key
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}

const CERTAINTY_KEY: Record<Certainty, string> = { zeker: 'cert.z', waarschijnlijk: 'cert.w', aanname: 'cert.a' }

export function certaintyWord(words: Words | undefined, certainty: Certainty): string {
  return say(words, CERTAINTY_KEY[certainty])
}
