/** What the help consists of. A topic is a document in docs/, or is made of a table of the program. */

export interface Topic {
  /** Its name in links and at the command line; no command has it. */
  readonly id: TopicId
  readonly group: TopicGroup
  /** Below the program's folder; null: made of a table of the program. */
  readonly file: string | null
}

export type TopicGroup = 'roles' | 'program' | 'documents'

/** In the order in which they are offered. */
const FILES = [
  ['administrator', 'roles', 'docs/guides/administrator.md'],
  ['custodian', 'roles', 'docs/guides/custodian.md'],
  ['recovery-officer', 'roles', 'docs/guides/recovery-officer.md'],
  ['witness', 'roles', 'docs/guides/witness.md'],
  ['auditor', 'roles', 'docs/guides/auditor.md'],
  ['heir', 'roles', 'docs/guides/heir.md'],
  ['steps', 'program', 'docs/guides/steps.md'],
  ['questions', 'program', 'docs/guides/questions.md'],
  ['glossary', 'program', 'docs/GLOSSARY.md'],
  ['settings', 'program', 'docs/guides/settings.md'],
  ['shortcuts', 'program', null],
  ['runbook', 'documents', 'docs/RUNBOOK.md'],
  ['ceremony-script', 'documents', 'docs/CEREMONY.md'],
  ['deliveries', 'documents', 'docs/DELIVERIES.md'],
  ['format', 'documents', 'docs/FORMAT.md'],
  ['scanning', 'documents', 'docs/SCANNING.md'],
  ['threats', 'documents', 'docs/THREATS.md'],
] as const

export type TopicId = (typeof FILES)[number][0]
export const TOPIC_IDS: readonly TopicId[] = FILES.map(([id]) => id)

export const TOPICS: readonly Topic[] = FILES.map(([id, group, file]) => ({ id, group, file }))

export const isTopicId = (name: string): name is TopicId => TOPICS.some(({ id }) => id === name)

/** A place in the help: a document, and a heading in it or its beginning. */
export interface Place {
  readonly topic: TopicId
  readonly slug: string | null
}

/**
 * Where a link of a document leads; null where that is not in the help.
 *
 * @param to as it is written there
 */
export function placeOfLink(from: TopicId, to: string): Place | null {
  const [target = '', slug = null] = to.split('#')
  if (target === '') return { topic: from, slug }
  const own = TOPICS.find(({ id }) => id === from)?.file ?? 'docs/'
  const path: string[] = own.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') path.pop()
    else path.push(part)
  }
  const topic = TOPICS.find(({ file }) => file === path.join('/'))
  return topic === undefined ? null : { topic: topic.id, slug }
}
