/** The front of this room for worker threads of its neighbours: the code of a share, which is a secret. */

export { qrModules, qrModulesOfDocument } from './qr-modules.ts'
