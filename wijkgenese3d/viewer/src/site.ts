/** The page of the static site: mounts on #wijk with the data of an earlier script, `window.WIJK`. */
import { createApp } from 'vue'
import './fonts.css'
import './tokens.css'
import './base.css'
import { keepFocus } from './parts/focus'
import SitePage from './SitePage.vue'

createApp(SitePage, { data: window.WIJK ?? {} }).mount('#wijk')
keepFocus('button, a[href]')
