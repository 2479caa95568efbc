import vue from '@vitejs/plugin-vue'
import { defineConfig, type UserConfig } from 'vite'

/**
 * One set of sources, two homes. In the app Vue is there already (trame's page loads it as the global `Vue`);
 * the page of the static site has nothing and is opened from a file, so all goes into one classic script.
 */
const homes: Record<string, UserConfig['build']> = {
  trame: {
    lib: {
      entry: 'src/trame.ts',
      formats: ['umd'],
      name: 'wijk_viewer',
      fileName: () => 'wijk-viewer.umd.js',
      cssFileName: 'wijk-viewer',
    },
    rolldownOptions: { external: ['vue'], output: { globals: { vue: 'Vue' } } },
  },
  site: {
    lib: {
      entry: 'src/site.ts',
      formats: ['iife'],
      name: 'WijkSite',
      fileName: () => 'site.js',
      cssFileName: 'site',
    },
  },
}

export default defineConfig(({ mode }) => ({
  plugins: [vue()],
  // A library keeps these in; a page without a bundler does not know them.
  define: homes[mode] && {
    'process.env.NODE_ENV': '"production"',
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: homes[mode] && {
    ...homes[mode],
    outDir: `dist/${mode}`,
    emptyOutDir: true,
    cssCodeSplit: false,
    target: 'es2020',
  },
}))
