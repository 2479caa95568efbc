import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { certaintyWord, say } from '../src/words'
import { words } from './data'

const KEY = /'((?:app|act|time|plan|st|cert|leg|lay|core|probe|story|rep|cmp)\.\w+)'/g

describe('words', () => {
  it('fill in their places, and leave an unknown place as it is', () => {
    expect(say({ a: '{nr} van {n}' }, 'a', { nr: 1, n: 2 })).toBe('1 van 2')
    expect(say({ a: '{nr} van {n}' }, 'a', { nr: 0 })).toBe('0 van {n}')
    expect(say(undefined, 'time.prev')).toBe('time.prev')
    expect(certaintyWord(words, 'aanname')).toBe('Aanname')
  })

  // Python reads this list to see that it has a text for each.
  it('that the parts use are those of word-keys.json', () => {
    const used = (readdirSync('src', { recursive: true }) as string[])
      .filter((name) => /\.(vue|ts)$/.test(name))
      .flatMap((name) => [...readFileSync(`src/${name}`, 'utf8').matchAll(KEY)].map((found) => found[1]))
    expect([...new Set(used)].sort()).toEqual(JSON.parse(readFileSync('word-keys.json', 'utf8')))
  })
})
