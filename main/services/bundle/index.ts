/** The bundle that a card promises: all that a recovery needs besides cards and passphrase, in one folder */

export { type Bundles, type CheckedBundle, createBundles, type MadeBundle } from './bundles.ts'
export { type BundleTools, bundleOf } from './content.ts'
