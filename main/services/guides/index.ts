/** The documents of the help where no window shows them: at the command line, and on paper. */

export { createGuideScreen, type GuideScreen } from './guide-screen.ts'
export { createGuides, type Guides } from './guides.ts'
