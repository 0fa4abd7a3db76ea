/** Ceremony records as files: verified. */

export { createRecords, type Records } from './records.ts'
