/** The ceremony in the window: one screen after the other, with people around it. */

export { GuidedCeremony } from './guided-ceremony.ts'
export { lookAtPlaces } from './kept-places.ts'
