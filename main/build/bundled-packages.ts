import type { Plugin } from 'vite'

/** Where the list of the npm packages that are in a built window is: beside its folder. */
export const bundledPackagesOf = (window: string): string => `${window}.packages.json`

/** Where each package lies that something of the window is from, as `node_modules/react`. */
export type BundledPackages = Set<string>

/** Names what is really in the window: the modules of its scripts, and the files that styles bring along. */
export const bundledPackages = (found: BundledPackages): Plugin => ({
  name: 'packages of the window',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      const sources = file.type === 'chunk' ? Object.keys(file.modules) : file.originalFileNames
      for (const source of sources) {
        const [at] = /node_modules\/(?:@[^/]+\/)?[^/]+/.exec(source.replaceAll('\\', '/')) ?? []
        if (at !== undefined) found.add(at)
      }
    }
  },
})
