import path from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'
import { helpDocuments } from './help-documents.ts'

/** How the window is built: plain files, no source maps, nothing inlined that the policy refuses. */
export const viteConfig = (root: string, outDir: string): InlineConfig => ({
  configFile: false,
  root,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  plugins: [react(), helpDocuments(path.dirname(root))],
  resolve: { preserveSymlinks: true }, // the root may be a link: main/build/window.ts
  build: {
    outDir,
    emptyOutDir: true,
    sourcemap: false,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, // the polyfill fetches, which the policy refuses
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000, // kB, from the disk
  },
})
