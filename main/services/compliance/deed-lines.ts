import { LOG_ROWS } from '../../../shared/log-actions.ts'
import { type AuditEntry, NamesInLog } from '../../core/log/index.ts'
import type { DeedLine } from './lines.ts'

/** What people did in a period. */

/** The deeds of the period, with the people who agreed to each by the keys of then. */
export function deedsIn(entries: readonly AuditEntry[], within: ReadonlySet<number>): DeedLine[] {
  const called = new NamesInLog()
  const names = new Map<string, string>()
  const ids = new Map<string, string>()
  const learn = (id: string, name: string, key: string): void => {
    ids.set(id, name)
    names.set(key, name)
  }
  return entries.flatMap(entry => {
    const { sequence, time, actor, action, subject, details } = entry
    called.take(entry)
    const said = details as {
      readonly people?: readonly {
        readonly id: string
        readonly name: string
        readonly key: string
      }[]
      readonly name?: string
      readonly key?: string
      readonly destination?: unknown
      readonly agreed?: { readonly by: readonly { readonly key: string }[] }
    }
    const id = subject.replace(/^person:/, '')
    if (action === 'people.founded') {
      for (const person of said.people ?? []) learn(person.id, person.name, person.key)
    }
    if (action === 'person.added') learn(id, said.name ?? '', said.key ?? '')
    if (action === 'person.key-replaced') names.set(said.key ?? '', ids.get(id) ?? '')
    if (!within.has(sequence) || !isDeed(action)) return []
    const signers = (said.agreed?.by ?? []).map(({ key }) => names.get(key) ?? key)
    const about = aboutIn(called, subject)
    const destination = typeof said.destination === 'string' ? said.destination : null
    return [{ entry: sequence, time, actor, action, subject, about, destination, signers }]
  })
}

/** `video-root@2`, a title, a name. */
function aboutIn(names: NamesInLog, subject: string): string | null {
  const name = names.nameOf(subject)
  return name !== null && subject.startsWith('key:') ? `${name}@${subject.split('/').at(-1)}` : name
}

/** Whether it was done by people: what the program notes by itself is an exception, or nothing. */
export const isDeed = (action: string): boolean =>
  !(Object.hasOwn(LOG_ROWS, action) && 'unsigned' in LOG_ROWS[action as keyof typeof LOG_ROWS]) &&
  !action.startsWith('attendance.') &&
  action !== 'log.begun'
