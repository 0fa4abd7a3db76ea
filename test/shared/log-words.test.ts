/** Every entry of the log has words: a sentence with who and which quorum, and no JSON and no digest in it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NamesInLog } from '../../main/core/log/names-in-log.ts'
import { type EntryFacts, entryFacts } from '../../main/services/audit/entry-facts.ts'
import { LOG_ACTIONS, LOG_ROWS, type LogAction } from '../../shared/log-actions.ts'
import { SUBJECTS } from '../../shared/log-subjects.ts'
import {
  detailsOf,
  LANGUAGES,
  messagesIn,
  sayEntry,
  sayLogAction,
  searchTerms,
} from '../../shared/messages/index.ts'
import { entriesOf } from '../fixtures/real-log.ts'
import { samplesOf } from './samples.ts'

const SET = '0123456789'
const ID = '0011223344556677'
/** What an entry of each kind may be about. */
const ABOUT: { readonly [kind in keyof typeof SUBJECTS]: readonly string[] } = {
  ceremony: [`ceremony:${ID}`],
  person: [`person:${ID}`],
  backup: [`backup:${ID}`],
  quorum: [`quorum:${SET}`],
  share: [`share:${SET}/3`],
  key: [`key:${ID}/1`],
  'backup-key': [`backup-key:${SET}/2`],
  delivery: [`delivery:${ID}`],
  item: [`key:${ID}/1`, `backup-key:${SET}/2`],
  'status-list': ['status-list:7'],
  log: [`log:${ID}${ID}`],
  people: ['policy:people'],
  drills: ['policy:drills'],
  cryptoperiods: ['policy:cryptoperiods'],
  attempt: [`quorum:${SET}`, 'recovery:without-kit'],
  any: [`quorum:${SET}`, 'action:ceremony.run'],
}
const NAMED = [
  ...[`ceremony:${ID}`, `person:${ID}`, `backup:${ID}`, `quorum:${SET}`, `share:${SET}/3`],
  ...[`key:${ID}/1`],
]

const HASH = '5a'.repeat(32)

/** Details of every form that an action's may have; hashes are hashes, and ids are ids. */
function detailsFor(action: LogAction): readonly { readonly [name: string]: unknown }[] {
  const { details } = LOG_ROWS[action]
  const samples = samplesOf(details) as { readonly [name: string]: unknown }[]
  return samples.map(sample =>
    Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, asItIs(name, value)])),
  )
}

/** A sample has names where ids and hashes stand. */
function asItIs(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(part => asItIs(name, part))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([inner, part]) => [inner, asItIs(inner, part)]),
    )
  }
  if (value !== 'Ada') return value
  if (['set', 'by'].includes(name)) return SET
  if (['id', 'ceremony', 'session'].includes(name)) return ID
  const digests =
    'commitment secretCommitment fingerprint plan record kit kitFile seal seals sealed sha256 key byOld possession'
  return digests.split(' ').includes(name) ? HASH : value
}

/** As the main side gives it. */
function factsOf(
  action: LogAction,
  subject: string,
  details: { readonly [name: string]: unknown },
  named: EntryFacts['named'],
): EntryFacts {
  return {
    ...{ sequence: 7, time: '2026-11-21T10:00:00.000Z', actor: 'Grace', action, subject },
    details: Object.entries(details).map(([name, value]) => ({
      name,
      json: JSON.stringify(value),
    })),
    ...{ known: true, hash: HASH, signed: true, signers: ['Grace', 'Hedy'], named },
  }
}

/** No JSON, no digest, no code of the program, nothing left out by mistake. */
function assertPlain(said: string, what: string): void {
  assert.doesNotMatch(said, /[{}[\]]|":|undefined|\bnull\b|NaN|\[object/, `${what}: ${said}`)
  assert.doesNotMatch(said, /[0-9a-f]{12,}/, `${what}: ${said}`)
  assert.match(said, /^\S.*[.]$/, `${what}: ${said}`)
}

for (const language of LANGUAGES) {
  const messages = messagesIn(language)

  test(`${language} tells every action that there is, whatever it says, with names and without`, () => {
    const names = NAMED.map(of => ({ of, name: of.startsWith('person') ? 'Hedy' : 'Root key' }))
    const ofQuorum = [{ of: `quorum:${SET}`, name: null }]
    for (const action of LOG_ACTIONS) {
      assert.ok(sayLogAction(messages, action), `${action} has no name`)
      for (const subject of ABOUT[LOG_ROWS[action].subject]) {
        assert.ok(SUBJECTS[LOG_ROWS[action].subject].safeParse(subject).success, subject)
        for (const details of detailsFor(action)) {
          for (const named of [names, ofQuorum]) {
            const said = sayEntry(messages, factsOf(action, subject, details, named))
            assertPlain(said, action)
            assert.ok(said.includes('Grace') || /^attendance\./.test(action), `${action}: ${said}`)
            assert.ok(said.includes(SET), `${action} does not say which quorum: ${said}`)
          }
          for (const { name, value } of detailsOf(
            messages,
            factsOf(action, subject, details, []),
          )) {
            assert.doesNotMatch(`${name} ${value}`, /[{}[\]]|":|undefined|\[object/, action)
          }
        }
      }
    }
  })

  test(`${language} tells the logs of real vaults, old ones too, and every entry has who did it`, () => {
    for (const office of [
      ...['golden-0.1.0/strict-hybrid', 'golden-0.1.0/without-people', 'golden-0.2.0/strict'],
      ...['golden-statement-3/strict', 'golden-statement-3/small-team'],
    ]) {
      const names = new NamesInLog()
      for (const entry of entriesOf(office)) {
        names.take(entry)
        const facts = entryFacts(entry, names)
        assert.ok(facts.known, `${office} ${entry.action}`)
        const said = sayEntry(messages, facts)
        assertPlain(said, `${office} ${entry.action}`)
        assert.doesNotMatch(said, /somebody whom|a key, version|a ceremony\b/, said)
        for (const { name, value, isDigest } of detailsOf(messages, facts)) {
          assert.doesNotMatch(`${name} ${value}`, /[{}[\]]|":/, `${office} ${entry.action}`)
          assert.ok(isDigest || !/^[0-9a-f]{16,}$/.test(value), `${name} ${value}`)
        }
      }
    }
  })

  test(`${language} says of an entry of another version who it was, and what it is called`, () => {
    const facts = factsOf('drill.held', `quorum:${SET}`, { odd: { deep: [1, HASH] } }, [])
    const said = sayEntry(messages, { ...facts, action: 'moon.landed', known: false })
    assert.match(said, /^Grace .*moon\.landed/)
    assert.deepEqual(
      detailsOf(messages, facts).map(({ name, value, isDigest }) => [name, value, isDigest]),
      [
        ['odd, deep, 1', '1', false],
        ['odd, deep, 2', HASH, true],
      ],
    )
  })

  test(`${language} looks for words in what actions are called`, () => {
    const [drill, ada] = searchTerms(messages, ' Drill ada')
    assert.ok(drill?.actions.includes('drill.held'))
    assert.deepEqual(ada, { text: 'ada', actions: [] })
  })
}
