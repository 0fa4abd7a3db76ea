/** A boot medium, or a file of a release: hashed as long as it is, to be compared aloud. */

export { createMedia, type HashedMedium, type Media } from './medium.ts'
