/** The parts for the app: it loads this file as a plugin of its Vue (`vue_use: ["wijk_viewer"]`). */
import type { App } from 'vue'
import './tokens.css'
import './base.css'
import WijkTimeline from './timeline/WijkTimeline.vue'

export function install(app: App): void {
  app.component('WijkTimeline', WijkTimeline)
}
