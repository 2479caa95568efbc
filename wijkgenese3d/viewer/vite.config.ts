import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const FONT_PACKAGES = ['@fontsource/source-serif-4', '@fontsource-variable/inter']
/** The same letters for the pictures that Python draws, which reads the older container of fonts without a library. */
const FONTS_OF_PICTURES = ['inter/files/inter-latin-400', 'inter/files/inter-latin-600', 'source-serif-4/files/source-serif-4-latin-600']
const FONT_IN_STYLE = /url\((["']?)data:font\/woff2;base64,([A-Za-z0-9+/=]+)\1\)/g

/**
 * Lays the licence of the letters beside them. A library has its fonts inside its style; the app's page takes them
 * from its own server only, so there they become files of their own. A page from a file has to keep them inside.
 */
function fonts(asFiles: boolean): Plugin {
  return {
    name: 'wijk-fonts',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const licences = FONT_PACKAGES.map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, 'utf8')}`)
      this.emitFile({ type: 'asset', fileName: 'fonts-licence.txt', source: licences.join('\n\n') })
      if (!asFiles) return
      for (const name of FONTS_OF_PICTURES) {
        const source = readFileSync(`node_modules/@fontsource/${name}-normal.woff`)
        this.emitFile({ type: 'asset', fileName: `fonts/${name.split('/').pop()}.woff`, source })
      }
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        file.source = String(file.source).replace(FONT_IN_STYLE, (_whole, _quote, text: string) => {
          const source = Buffer.from(text, 'base64')
          const fileName = `${createHash('sha256').update(source).digest('hex').slice(0, 10)}.woff2`
          this.emitFile({ type: 'asset', fileName, source })
          return `url(${fileName})`
        })
      }
    },
  }
}

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
  plugins: [vue(), homes[mode] && fonts(mode === 'trame')],
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
