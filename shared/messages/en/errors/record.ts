import type { RecordPart, recordCodes } from '../../../codes/record.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { documentFault } from '../phrases/document.ts'
import { needsOf } from './people.ts'

const PARTS: { readonly [problem in RecordPart]: string } = {
  'plan-hash': 'the hash of the plan',
  'plan-people': 'who took part',
  policy: 'the policy',
  title: 'the title',
  'kit-fingerprint': 'the fingerprint of the kit',
  signatures: 'the list of signatures',
  waivers: 'the waivers',
  approval: 'the approval',
  agreement: 'what was signed beforehand',
  consent: 'what was signed',
  'sealed-shares': 'what was sealed to custodians who were absent',
}

export const recordErrors: ErrorMessages<typeof recordCodes> = {
  RECORD_FORMAT: d =>
    `This is not a ceremony record: ${documentFault(d)}. Use an unaltered copy of its file.`,
  RECORD_TAMPERED: d =>
    `The ceremony record was altered or damaged: ${PARTS[d.where]} does not match the rest. Use another copy, and compare it with the printed one.`,
  RECORD_STRIPPED:
    'The plan of this ceremony names people who sign, and nobody has signed the record: people and signatures were taken out, or it was never closed. Do not rely on it; use another copy, and compare it with the printed one.',
  RECORD_OTHER: d =>
    d.problem === 'quorum'
      ? `This is the record of “${d.title}”, set ${d.setId}, and not of this ceremony. Choose the file record-….json that was saved when this ceremony closed.`
      : `This is not the record of this ceremony as it closed: its plan, its kit or its hash is not the one in the log of the vault (“${d.title}”). Do not rely on it; use the copy from the other place where it was saved.`,
  RECORD_UNSIGNED: d =>
    `The ceremony record lacks signatures that its policy asks for: ${needsOf(d.missing)}.`,
}
