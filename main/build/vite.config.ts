import path from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig, Plugin } from 'vite'
import { type BundledPackages, bundledPackages } from './bundled-packages.ts'
import { helpDocuments } from './help-documents.ts'

/**
 * How the window is built: plain files, no source maps, nothing inlined that the policy refuses.
 *
 * @param bundled gets what packages are in it
 * @param further  plugins of a window that is for tests alone
 */
export const viteConfig = (
  root: string,
  outDir: string,
  bundled: BundledPackages,
  further: readonly Plugin[] = [],
): InlineConfig => ({
  configFile: false,
  root,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  plugins: [react(), helpDocuments(path.dirname(root)), bundledPackages(bundled), ...further],
  resolve: { preserveSymlinks: true }, // the root may be a link: main/build/window.ts
  build: {
    outDir,
    rollupOptions: { input: ['index.html', 'picker.html'].map(page => path.join(root, page)) },
    emptyOutDir: true,
    sourcemap: false,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, // the polyfill fetches, which the policy refuses
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000, // kB, from the disk
  },
})
