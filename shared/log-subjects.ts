import * as z from 'zod'
import { setId } from './field.ts'

/** What an entry of the log is about, `kind:id` (FORMAT: Audit log). */

const number = z.int().min(1)

export const SUBJECTS = {
  /** 16 hex digits, as all ids that a vault gives. */
  ceremony: z.templateLiteral(['ceremony:', z.string()]),
  person: z.templateLiteral(['person:', z.string()]),
  backup: z.templateLiteral(['backup:', z.string()]),
  /** A set id. */
  quorum: z.templateLiteral(['quorum:', setId]),
  /** Set id and number of the share. */
  share: z.templateLiteral(['share:', setId, '/', number]),
  /** Id and version. */
  key: z.templateLiteral(['key:', z.string(), '/', number]),
  /** Set id and generation; on the command line as it was given. */
  'backup-key': z.templateLiteral(['backup-key:', setId, '/', z.string()]),
  delivery: z.templateLiteral(['delivery:', z.string()]),
  /** What is sealed in kits: a version of a key, or a backup key. */
  item: z.union([
    z.templateLiteral(['key:', z.string(), '/', number]),
    z.templateLiteral(['backup-key:', setId, '/', z.string()]),
  ]),
  /** Its number. */
  'status-list': z.templateLiteral(['status-list:', number]),
  log: z.templateLiteral(['log:', z.string()]),
  people: z.literal('policy:people'),
  drills: z.literal('policy:drills'),
  cryptoperiods: z.literal('policy:cryptoperiods'),
  /** An attempt to open: with a kit, a quorum. */
  attempt: z.union([z.templateLiteral(['quorum:', setId]), z.literal('recovery:without-kit')]),
  /** A deed that was refused: what it is about, or the deed itself. */
  any: z.string().min(1),
} as const

export type SubjectKind = keyof typeof SUBJECTS
export type Subject<Kind extends SubjectKind> = z.output<(typeof SUBJECTS)[Kind]>

/** "Share 3 of this quorum". */
export function shareIn(subject: Subject<'share'>): {
  readonly setId: string
  readonly index: number
} {
  const [, set = '', index = ''] = /^share:([0-9a-f]+)\/(\d+)$/.exec(subject) ?? []
  return { setId: set, index: Number(index) }
}

/** The quorum that a subject is of: of `quorum:SET`, `share:SET/3`, `backup-key:SET/2`. */
export const setIdIn = (subject: string): string => idIn(subject).split('/')[0] ?? ''

/** The id after the kind. */
export const idIn = (subject: string): string => subject.replace(/^[a-z-]+:/, '')
