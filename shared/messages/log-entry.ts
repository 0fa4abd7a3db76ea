import type { Output } from '../contract.ts'
import { ACTIONS, DEEDS } from '../deeds.ts'
import { isLogAction, LOG_ACTIONS, type LogAction, type OtherLogAction } from '../log-actions.ts'
import { idIn } from '../log-subjects.ts'
import type { Messages } from './wording/messages.ts'
import type { ToldEntry } from './wording/wording.ts'

/** An entry of the audit log for a reader: a sentence, and beneath it everything that it says. */

type Entry = Output<'audit.page'>['entries'][number]

const DEED_OF = new Map<string, keyof typeof DEEDS>(
  ACTIONS.map(action => [DEEDS[action].entry, action]),
)

/** What an entry of the log is called; null when this version does not know its action. */
export function sayLogAction({ deeds, log }: Messages, entry: string): string | null {
  const action = DEED_OF.get(entry)
  if (action !== undefined) return deeds[action].done
  return isLogAction(entry) ? log.actions[entry as OtherLogAction] : null
}

/** What a detail of an entry is called: its own name when this version does not know it. */
export function sayDetail({ log: { details } }: Messages, name: string): string {
  return Object.hasOwn(details, name) ? details[name as keyof typeof details] : name
}

/** Who did what, of which quorum, signed for by whom: without digests, which stand in the details. */
export function sayEntry(messages: Messages, entry: Entry): string {
  const { about } = messages.log
  const names = (subject: string): string | null =>
    entry.named.find(({ of }) => of === subject)?.name ?? null
  const who = whoDid(messages, entry)
  const told = entry.known && isLogAction(entry.action)
  const sentence = told
    ? tell(messages, entry.action as LogAction, {
        ...{ who, names, subject: entry.subject, details: valuesOf(entry) },
      })
    : about.unknown({ who, action: entry.action })
  const others = entry.named
    .filter(({ of }) => of.startsWith('quorum:') && !sentence.includes(idIn(of)))
    .map(({ of }) => idIn(of))
  return [
    sentence,
    others.length === 0 ? '' : about.concerns(others, names),
    entry.signers.length === 0 ? '' : about.signers(entry.signers),
  ].join('')
}

function tell(
  { log }: Messages,
  action: LogAction,
  entry: Omit<ToldEntry<LogAction>, 'subject' | 'details'> & {
    readonly subject: string
    readonly details: { readonly [name: string]: unknown }
  },
): string {
  return (log.tells[action] as (told: unknown) => string)(entry)
}

function whoDid({ log: { about } }: Messages, { actor, details }: Entry): string {
  if (actor === 'keyclave') return about.program
  return details.some(({ name }) => name === 'unsigned') ? about.unsigned(actor) : actor
}

const valuesOf = ({ details }: Entry): { readonly [name: string]: unknown } =>
  Object.fromEntries(details.map(({ name, json }) => [name, JSON.parse(json) as unknown]))

/** One thing that an entry says, under the name that people call it by. */
export interface ToldDetail {
  /** "keys, 2, label" */
  readonly name: string
  readonly value: string
  /** Hex digits, which are read aloud in groups. */
  readonly isDigest: boolean
}

const isDigest = (value: string): boolean => /^[0-9a-f]{16,}$/.test(value)
const isTime = (value: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)

/**
 * Everything that an entry says, and no JSON: what is within something stands under both names. What people
 * signed comes last.
 */
export function detailsOf(messages: Messages, entry: Entry): readonly ToldDetail[] {
  const { agreed, ...own } = valuesOf(entry)
  return Object.entries({ ...own, ...(agreed !== undefined && { agreed }) }).flatMap(
    ([name, value]) => told(messages, sayDetail(messages, name), value),
  )
}

function told(messages: Messages, name: string, value: unknown): readonly ToldDetail[] {
  const { about } = messages.log
  const one = (text: string): readonly ToldDetail[] => [
    { name, value: text, isDigest: isDigest(text) },
  ]
  if (value === null || value === '') return one(about.nothing)
  if (typeof value === 'boolean') return one(value ? about.yes : about.no)
  if (typeof value === 'number') return one(value.toLocaleString('en'))
  if (typeof value === 'string') return one(isTime(value) ? about.when(value) : value)
  if (Array.isArray(value)) {
    if (value.length === 0) return one(about.nothing)
    const simple = value.every(part => typeof part === 'number' || typeof part === 'string')
    if (simple && !value.some(part => isDigest(String(part)))) return one(value.join(', '))
    return value.flatMap((part, i) => told(messages, `${name}, ${i + 1}`, part))
  }
  return Object.entries(value as { readonly [inner: string]: unknown }).flatMap(([inner, part]) =>
    told(messages, `${name}, ${sayDetail(messages, inner)}`, part),
  )
}

/** A word that is looked for in a log, with the actions whose own words have it. */
export interface SearchTerm {
  readonly text: string
  readonly actions: LogAction[]
}

/** What somebody typed to look for, word by word: what an action is called is known here alone. */
export function searchTerms(messages: Messages, typed: string): SearchTerm[] {
  return typed
    .split(/\s+/)
    .filter(word => word !== '')
    .slice(0, MOST_TERMS)
    .map(word => {
      const text = word.toLowerCase().slice(0, LONGEST_TERM)
      const called = (action: LogAction): boolean =>
        (sayLogAction(messages, action) ?? '').toLowerCase().includes(text)
      return { text, actions: LOG_ACTIONS.filter(called) }
    })
}

/** As many words, and as long ones, as a search takes. */
const MOST_TERMS = 20
const LONGEST_TERM = 200
