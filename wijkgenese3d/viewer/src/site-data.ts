import type { Band, Era, LegendGroup, Stop, Story, Words } from './types'

/** What the static site knows: one story and legend for each stop. */
export interface SiteData {
  words?: Words
  stops?: Stop[]
  eras?: Era[]
  bands?: Band[]
  index?: number
  stories?: Story[]
  legends?: LegendGroup[][]
  theme?: 'light' | 'dark'
}

declare global {
  interface Window {
    WIJK?: SiteData
  }
}
