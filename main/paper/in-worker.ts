/** The front of this room for worker threads of its neighbours: what loads a library that reads fonts. */

export { chooseFaces } from './typeface.ts'
