/** The whole job once, with made-up people, in a folder. */

export { createDemo, type Demo } from './demo.ts'
