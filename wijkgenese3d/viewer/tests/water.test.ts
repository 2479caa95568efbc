import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Rain, Spots } from '../src/types'
import WijkRain from '../src/water/WijkRain.vue'
import WijkSpots from '../src/water/WijkSpots.vue'

const words = {
  lang: 'nl',
  'rain.ground': 'in de grond',
  'rain.in_sewer': 'naar het riool',
  'rainapp.total': 'Samen {som} procent van {m3} m³ regen',
  'rainapp.none': 'Voor deze tijd rekenen we geen regen uit.',
  'spots.heritage': 'Erfgoed van voor {jaar}',
  'spots.go': 'Kijk bij {naam}',
  'spots.place': 'plek {n}',
  'rainapp.is_dry': 'Het regent nu niet.',
  'rainapp.wet': 'Laat het regenen',
}
const rain: Rain = {
  exists: true,
  on: true,
  mm: 40,
  minutes: 60,
  key: 'bui',
  storms: [{ key: 'bui', name: 'Bui', mm: 40, minutes: 60 }],
  sentences: ['Van 40 mm loopt 10 mm weg.'],
  caveats: ['Eenvoudige berekening.'],
  certainty: 'aanname',
  parts: { rain_m3: 1000, infiltrated_m3: 700, sewer_m3: 200, ponded_m3: 50, outflow_m3: 250 },
  depth: 0.4,
  bars: [
    { id: 'S1', index: 0, label: '5000 v.Chr.', parts: null },
    { id: 'S2', index: 1, label: '1200', parts: { ground: 30, sewer: 0, ponded: 2, outflow: 8 } },
  ],
}

describe('rain', () => {
  it('shows four parts that are all of the rain', () => {
    const wrapper = mount(WijkRain, { props: { rain, words } })
    const rows = wrapper.findAll('table')[0].findAll('tr').map((row) => row.text())
    expect(rows[0]).toContain('in de grond500 m³50 %')
    expect(rows[1]).toContain('naar het riool200 m³20 %')
    expect(wrapper.text()).toContain('Samen 100,0 procent van 1.000 m³ regen')
    expect(wrapper.text()).toContain('Eenvoudige berekening.')
  })

  it('draws a bar for each moment, as high as its parts, and gives the same in a table', () => {
    const wrapper = mount(WijkRain, { props: { rain, words, index: 1 } })
    const bars = wrapper.findAll('.chart .bar')
    expect(bars[0].classes()).toContain('none')
    expect(bars[1].classes()).toContain('now')
    const heights = bars[1].findAll('span').map((part) => (part.element as HTMLElement).style.height)
    expect(heights).toEqual(['75%', '0%', '5%', '20%'])
    const cells = wrapper.findAll('details tbody tr').map((row) => row.findAll('td').map((cell) => cell.text()))
    expect(cells).toEqual([
      ['–', '–', '–', '–'],
      ['30', '0', '2', '8'],
    ])
  })

  it('tells which storm, what was typed, and which moment', async () => {
    const wrapper = mount(WijkRain, { props: { rain, words, errors: { mm: { typed: 'veel', said: 'Dit is geen getal.' } } } })
    await wrapper.find('select').setValue('bui')
    await wrapper.findAll('input')[0].setValue('veel')
    await wrapper.find('details button').trigger('click')
    expect(wrapper.emitted('choose')).toEqual([['bui']])
    expect(wrapper.emitted('field')).toEqual([['mm', 'veel']])
    expect(wrapper.emitted('go')).toEqual([[0]])
    expect(wrapper.findAll('input')[0].attributes('aria-invalid')).toBe('true')
    expect(wrapper.find('.wrong').text()).toBe('Dit is geen getal.')
  })

  it('says that it says nothing', () => {
    const wrapper = mount(WijkRain, { props: { rain: { ...rain, parts: null, sentences: [] }, words } })
    expect(wrapper.find('[role=status]').text()).toBe('Voor deze tijd rekenen we geen regen uit.')
    expect(wrapper.findAll('table')).toHaveLength(1)
  })

  it('says that it is dry, and lets it rain', async () => {
    const wrapper = mount(WijkRain, { props: { rain: { ...rain, on: false, mm: 70.5, parts: null, sentences: [] }, words } })
    expect(wrapper.text()).toContain('Het regent nu niet.')
    expect(wrapper.find('.chart').exists()).toBe(false)
    expect(wrapper.findAll<HTMLInputElement>('input')[0].element.value).toBe('70,5')
    await wrapper.find('button.wide').trigger('click')
    expect(wrapper.emitted()).toHaveProperty('wet')
    expect(wrapper.emitted()).not.toHaveProperty('dry')
  })
})

describe('heat, water and heritage', () => {
  const spots: Spots = {
    exists: true,
    shown: ['heat'],
    until: '1500',
    caveat: 'Indicatief.',
    certainty: 'aanname',
    sentences: ['Op 90 hectare is veel steen.'],
    places: [{ name: '', x: 1, y: 2, m2: 27475 }],
    empty: false,
  }

  it('switches each, with its own name', async () => {
    const wrapper = mount(WijkSpots, { props: { spots, words } })
    const boxes = wrapper.findAll('input')
    expect(boxes.map((box) => (box.element as HTMLInputElement).checked)).toEqual([true, false, false])
    expect(wrapper.text()).toContain('Erfgoed van voor 1500')
    await boxes[1].setValue(true)
    expect(wrapper.emitted('show')).toEqual([['water', true]])
    expect(wrapper.find('.meets').exists()).toBe(false)
  })

  it('goes to where they meet', async () => {
    const wrapper = mount(WijkSpots, { props: { spots, words } })
    expect(wrapper.find('.places button').text()).toBe('Kijk bij plek 1 (2,75 ha)')
    await wrapper.find('.places button').trigger('click')
    expect(wrapper.emitted('go')).toEqual([[0]])
  })
})
