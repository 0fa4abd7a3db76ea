/** Pages to look at before they are printed, and pages of an earlier day drawn again. */

export { createPageScreen, type PageScreen } from './page-screen.ts'
