/** Seals: what is secret in the window’s calls, opened for the time of one call, and sealed in its answer */
export { createSeals, type Seals } from './seals.ts'
