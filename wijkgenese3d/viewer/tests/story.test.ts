import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import WijkStory from '../src/story/WijkStory.vue'
import { leadOf } from '../src/story/lead'
import { story, words } from './data'

const mounted = (more = {}) => mount(WijkStory, { props: { story, words, ...more } })

describe('the story', () => {
  it('begins with date, certainty, title, text and plan', () => {
    const wrapper = mounted()
    expect(wrapper.find('.date').text()).toBe('2025Zeker')
    expect(wrapper.find('.wijk-badge .wijk-dot').attributes('data-certainty')).toBe('zeker')
    expect(wrapper.find('h2').text()).toBe(story.title)
    expect(wrapper.find('.text').text()).toBe(story.text)
    expect(wrapper.find('.plan').text()).toBe(story.plan)
  })

  it('flies to a point to look at', async () => {
    const wrapper = mounted()
    const points = wrapper.findAll('.looks button')
    expect(points).toHaveLength(2)
    await points[1].trigger('click')
    expect(wrapper.emitted('look')).toEqual([[2]])
  })

  it('has the three alliances, each with its own drawing', () => {
    const wrapper = mounted()
    const alliances = wrapper.findAll('.alliance')
    expect(alliances.map((one) => one.attributes('data-alliance'))).toEqual(['natuur', 'bebouwing', 'mens'])
    expect(new Set(alliances.map((one) => one.find('path').attributes('d'))).size).toBe(3)
  })

  it('folds to its caption, and asks the page to do so', async () => {
    const wrapper = mounted()
    const fold = wrapper.find('[data-part=fold]')
    expect(fold.attributes('aria-expanded')).toBe('true')
    await fold.trigger('click')
    await wrapper.setProps({ folded: true })
    expect(wrapper.find('.more').exists()).toBe(false)
    expect(story.text.startsWith(wrapper.find('.text').text())).toBe(true)
    expect(fold.attributes('aria-expanded')).toBe('false')
    await fold.trigger('click')
    expect(wrapper.emitted('fold')).toEqual([[true], [false]])
  })

  it('keeps its sources folded, and leaves out what there is not', () => {
    const wrapper = mounted()
    expect(wrapper.find('details').attributes('open')).toBeUndefined()
    const bare = mounted({ story: { ...story, plan: '', lesson: '', certainty_note: '', sources: '', look_at: [], alliances: [] } })
    expect(bare.find('.plan').exists()).toBe(false)
    expect(bare.find('[data-part=fold]').exists()).toBe(false)
    expect(bare.find('details').exists()).toBe(false)
  })

  it('folds its text after a whole sentence', () => {
    const text = 'Het ijs smelt. Rond 50 v.Chr. ca. 3 m zand! "Zo" werkt het. Zij was nat. ' + 'X'.repeat(200)
    expect(leadOf(text, 42)).toBe('Het ijs smelt.')
    expect(leadOf(text, 62)).toBe('Het ijs smelt. Rond 50 v.Chr. ca. 3 m zand! "Zo" werkt het.')
    expect(leadOf(text, 90)).toBe('Het ijs smelt. Rond 50 v.Chr. ca. 3 m zand! "Zo" werkt het. Zij was nat.')
    expect(leadOf('Ca. 3 m zand', 5)).toBe('Ca. 3 m zand')
    expect(leadOf('Een zin zonder einde', 5)).toBe('Een zin zonder einde')
    expect(leadOf('', 5)).toBe('')
    const long = { ...story, text: `Kort. ${'Lang en breed. '.repeat(30)}`.trim() }
    expect(mounted({ story: long, folded: true }).find('.text').text().length).toBeLessThanOrEqual(165)
    expect(mounted({ story: long, folded: false }).find('.text').text()).toBe(long.text)
    const bare = { ...long, lesson: '', certainty_note: '', sources: '', look_at: [], alliances: [] }
    expect(mounted({ story: bare, folded: true }).find('.text').text()).toBe(long.text)
  })

  it('is not there without a story', () => {
    expect(mounted({ story: null }).find('article').exists()).toBe(false)
  })
})
