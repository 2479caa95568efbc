import { createApp } from 'vue'
import '../src/base.css'
import '../src/fonts.css'
import '../src/tokens.css'
import DevPage from './DevPage.vue'

createApp(DevPage).mount('#page')
