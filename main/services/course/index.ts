/** The course of what people do at the window stage by stage: a ceremony, a recovery, a drill. */

export { Course, type StageAt } from './course.ts'
