import type { recordCodes } from '../../../codes/record.ts'
import type { ErrorMessages } from '../../messages.ts'
import { listOf } from '../listing.ts'

export const recordErrors: ErrorMessages<typeof recordCodes> = {
  RECORD_FORMAT: d =>
    `This is not a ceremony record: ${d.where} ${d.problem}. Use an unaltered copy of its file.`,
  RECORD_TAMPERED: d =>
    `The ceremony record was altered or damaged: ${d.where} does not match the rest. Use another copy, and compare it with the printed one.`,
  RECORD_UNSIGNED: d =>
    `The ceremony record lacks signatures that its policy asks for: ${listOf(d.missing)}.`,
}
