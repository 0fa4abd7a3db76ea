/** Ceremony records as files: verified. */

export { createRecordScreen, type RecordScreen } from './record-screen.ts'
export { createRecords, headsIn, type Records, readRecord } from './records.ts'
