/** The documents of the help where no window shows them: at the command line. */

export { createGuides, type Guides } from './guides.ts'
