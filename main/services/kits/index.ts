/** Recovery kits as files, as the window shows them, and which one is in force. */

export { describeKey } from './key-description.ts'
export { keyFactsOf, kitFactsOf, type WindowKitFacts } from './kit-facts.ts'
export { readKit } from './kit-file.ts'
export { requireHeld, requireInForce } from './kit-in-force.ts'
export { type KitSource, kitFrom } from './kit-source.ts'
export { createKits, type Kits } from './kits.ts'
export { exportKit } from './stored-kit.ts'
