import { mount } from '@vue/test-utils'
import { createApp } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import SitePage from '../src/SitePage.vue'
import { install } from '../src/trame'
import { bands, eras, legend, stops, story, words } from './data'

afterEach(() => vi.useRealTimers())

describe('the app', () => {
  it('finds all parts under their names', () => {
    const app = createApp({})
    install(app)
    const names = ['WijkTimeline', 'WijkStage', 'WijkTools', 'WijkStory', 'WijkLegend', 'WijkCore', 'WijkAddress']
    names.push('WijkBadge', 'WijkMark')
    for (const name of names) expect(app.component(name), name).toBeDefined()
  })
})

describe('the static site', () => {
  const data = {
    words, stops, eras, bands,
    index: 14,
    stories: stops.map((stop) => ({ ...story, title: stop.title })),
    legends: stops.map(() => legend),
  }
  const title = (page: ReturnType<typeof mount>) => page.find('.wijk-story h2').text()

  it('shows the story of the stop that is chosen', async () => {
    const page = mount(SitePage, { props: { data } })
    expect(title(page)).toBe('Titel van Nu')
    await page.findAll('.cell')[0].trigger('click')
    expect(title(page)).toBe('Titel van IJs')
  })

  it('plays to the end and stops at any touch', async () => {
    vi.useFakeTimers()
    const page = mount(SitePage, { props: { data } })
    const play = page.find('[data-part=play]')
    await play.trigger('click')
    await vi.advanceTimersByTimeAsync(2600)
    expect(title(page)).toBe('Titel van Toekomst')
    await vi.advanceTimersByTimeAsync(2600)
    expect(play.attributes('aria-label')).toBe('Speel af')
    page.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('bears to have no data', () => {
    expect(mount(SitePage, { props: { data: {} } }).find('nav').exists()).toBe(true)
  })
})
