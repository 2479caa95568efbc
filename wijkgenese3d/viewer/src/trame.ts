/** The parts for the app: it loads this file as a plugin of its Vue (`vue_use: ["wijk_viewer"]`). */
import type { App } from 'vue'
import './fonts.css'
import './tokens.css'
import './base.css'
import WijkCompare from './compare/WijkCompare.vue'
import WijkCompareBar from './compare/WijkCompareBar.vue'
import WijkCompareChoice from './compare/WijkCompareChoice.vue'
import WijkDifference from './compare/WijkDifference.vue'
import WijkAddress from './address/WijkAddress.vue'
import WijkCore from './core/WijkCore.vue'
import WijkCut from './cut/WijkCut.vue'
import WijkSection from './cut/WijkSection.vue'
import CertaintyBadge from './parts/CertaintyBadge.vue'
import CertaintyMark from './parts/CertaintyMark.vue'
import { keepFocus } from './parts/focus'
import WijkLegend from './legend/WijkLegend.vue'
import WijkStage from './stage/WijkStage.vue'
import WijkTools from './stage/WijkTools.vue'
import WijkStory from './story/WijkStory.vue'
import WijkRain from './water/WijkRain.vue'
import WijkSpots from './water/WijkSpots.vue'
import WijkTimeline from './timeline/WijkTimeline.vue'

export function install(app: App): void {
  app
    .component('WijkTimeline', WijkTimeline)
    .component('WijkStage', WijkStage)
    .component('WijkTools', WijkTools)
    .component('WijkStory', WijkStory)
    .component('WijkLegend', WijkLegend)
    .component('WijkCore', WijkCore)
    .component('WijkCut', WijkCut)
    .component('WijkSection', WijkSection)
    .component('WijkRain', WijkRain)
    .component('WijkSpots', WijkSpots)
    .component('WijkCompare', WijkCompare)
    .component('WijkCompareBar', WijkCompareBar)
    .component('WijkCompareChoice', WijkCompareChoice)
    .component('WijkDifference', WijkDifference)
    .component('WijkAddress', WijkAddress)
    .component('WijkBadge', CertaintyBadge)
    .component('WijkMark', CertaintyMark)
  keepFocus('#picture')
}

export { copyLink, copyText, linkTo } from './address/link'
