/** Drives come and go, and so do files: how often the picker looks again. */
export const LOOK_EVERY_MS = 3000
