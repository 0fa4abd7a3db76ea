/** How long 1,000 keys to one recipient in one package take, beside opening the quorum. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { type Desk, done, doneJson, newDesk } from '../cli/command-line.ts'

/** A ceremony makes so many; each gets a next version, and both go. */
const LABELS = 500
const KEYS = 2 * LABELS
/** Seconds in which they have to be wrapped, packed, recorded and read back. */
const AIM = 20

const PINS = { Ines: '274951', Walt: '583920', Olga: '193847', Ada: '662018', Bob: '771934' }

const DAY_MS = 24 * 60 * 60 * 1000
const expires = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10)
const nameOf = (i: number): string => `key-${String(i + 1).padStart(4, '0')}`

const PLAN = `
title: Many keys
organisation: Bench
quorum: { threshold: 2, custodians: [Ada, Bob], identity: hybrid, kdf: 1 }
people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Olga] }
keys:
${Array.from({ length: LABELS }, (_, i) => `  - { label: ${nameOf(i)}, bits: 256, purpose: bench, expires: ${expires} }`).join('\n')}
`

/** A process of its own, as a person starts it. */
const ALONE = { within: [] }

/** @returns seconds of making a package, beside those of one key, which opens the same quorum */
async function manyKeysTime(desk: Desk): Promise<{ readonly one: number; readonly all: number }> {
  const vault = ['--vault', desk.at('office.vault')]
  const as = (...names: string[]): string[] =>
    names.map(name => `${name}=${desk.at(`${name}.pin`)}`)
  for (const [name, secret] of Object.entries(PINS)) desk.write(`${name}.pin`, `${secret}\n`)
  desk.write('plan.yaml', PLAN)
  desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
  const identity = await generateHybridIdentity()
  desk.write('identity.txt', `${identity}\n`)
  desk.write('studio.txt', `${await identityToRecipient(identity)}\n`)
  await done([
    ...['people', 'found', ...vault, '--profile', 'small-team'],
    ...['--administrator', ...as('Ines'), '--witness', ...as('Walt')],
    ...['--custodian', ...as('Ada', 'Bob'), '--recovery-officer', ...as('Olga')],
  ])
  await done([
    ...['ceremony', 'run', desk.at('plan.yaml'), ...vault, '--out', desk.at('ceremony')],
    ...[
      '--passphrase-file',
      desk.at('pass.txt'),
      '--no-pdf',
      '--sign',
      ...as(...Object.keys(PINS)),
    ],
  ])
  await done([
    ...['key', 'rotate', '--due', '--within', '60d', ...vault, '--sign', ...as('Ines', 'Walt')],
  ])
  await done(['kit', 'export', ...vault, '--out', desk.at('kit.json')])
  const versions = Array.from({ length: LABELS }, (_, i) => [`${nameOf(i)}@1`, `${nameOf(i)}@2`])
  desk.write('list.txt', versions.flat().join('\n'))
  const make = async (out: string, ...keys: string[]): Promise<number> => {
    const start = performance.now()
    const { others } = await doneJson<{ readonly others: readonly string[] }>(
      [
        ...[
          'deliver',
          'make',
          'age',
          ...keys,
          '--to-read',
          '--file',
          `recipient=${desk.at('studio.txt')}`,
        ],
        ...['--kit', desk.at('kit.json'), '--share', desk.at('ceremony/shares/01-ada.txt')],
        ...[desk.at('ceremony/shares/02-bob.txt'), '--passphrase-file', desk.at('pass.txt')],
        ...[...vault, '--out', desk.at(out), '--sign', ...as('Olga', 'Walt')],
      ],
      ALONE,
    )
    assert.equal(others.length, out === 'all' ? KEYS - 1 : 0)
    return (performance.now() - start) / 1000
  }
  const one = await make('one', 'key-0001')
  const all = await make('all', '--keys-from', desk.at('list.txt'))
  execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: desk.at('all') })
  await done(['deliver', 'verify', desk.at('all')])
  await done(['audit', 'verify', ...vault])
  return { one, all }
}

/** The time, for a person. */
export async function benchManyKeys(): Promise<string> {
  const desk = newDesk()
  try {
    const { one, all } = await manyKeysTime(desk)
    return `${KEYS} keys to one recipient in one package in ${(all - one).toFixed(1)} s beside ${one.toFixed(1)} s for one key, aim ${AIM} s`
  } finally {
    desk.remove()
  }
}

if (import.meta.main) console.log(await benchManyKeys())
