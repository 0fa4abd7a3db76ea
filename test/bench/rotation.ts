/** How long a rotation by policy takes: 40 of 200 keys are due, one command, one set of signatures. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type Desk, done, doneJson, newDesk } from '../cli/command-line.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'

const KEYS = 200
const DUE = 40
/** Seconds in which their next versions have to be in vault, kit and log. */
const AIM = 20

const PINS = { Ines: '274951', Walt: '583920', Olga: '193847', Ada: '662018', Bob: '771934' }
const DAY_MS = 24 * 60 * 60 * 1000
const dayIn = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

const nameOf = (i: number): string => `key-${String(i + 1).padStart(3, '0')}`

/** Every fifth key is due; every tenth key is a pair. */
const planned = (i: number): string =>
  `  - { label: ${nameOf(i)}, ${i % 10 === 0 ? 'pair: ec-p256' : 'bits: 256'}, purpose: bench, expires: ${dayIn(i % 5 === 0 ? 30 : 400)} }`

const PLAN = `
title: Rotation
organisation: Bench
quorum: { threshold: 2, custodians: [Ada, Bob], identity: hybrid, kdf: 1 }
people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Olga] }
keys:
${Array.from({ length: KEYS }, (_, i) => planned(i)).join('\n')}
`

/** A process of its own, as a person starts it. */
const ALONE = { within: [] }

/** @returns seconds of the whole command */
async function rotationTime(desk: Desk): Promise<number> {
  const vault = ['--vault', desk.at('office.vault')]
  const as = (...names: string[]): string[] =>
    names.map(name => `${name}=${desk.at(`${name}.pin`)}`)
  for (const [name, secret] of Object.entries(PINS)) desk.write(`${name}.pin`, `${secret}\n`)
  desk.write('plan.yaml', PLAN)
  desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
  await done([
    ...['people', 'found', ...vault, '--profile', 'small-team'],
    ...['--administrator', ...as('Ines'), '--witness', ...as('Walt')],
    ...['--custodian', ...as('Ada', 'Bob'), '--recovery-officer', ...as('Olga')],
  ])
  await done([
    ...['ceremony', 'run', desk.at('plan.yaml'), ...vault, '--out', desk.at('ceremony')],
    ...['--passphrase-file', desk.at('pass.txt'), '--sign', ...as(...Object.keys(PINS))],
  ])
  const start = performance.now()
  const { keys } = await doneJson<{ keys: readonly { readonly version: number }[] }>(
    ['key', 'rotate', '--due', '--within', '60d', ...vault, '--sign', ...as('Ines', 'Walt')],
    ALONE,
  )
  const seconds = (performance.now() - start) / 1000
  assert.deepEqual(
    keys.map(({ version }) => version),
    Array.from({ length: DUE }, () => 2),
  )
  await requireProved(desk, vault, as('Olga', 'Walt'))
  return seconds
}

/** The kit proves each of them by one revision, the log is whole, and both versions of a key open. */
async function requireProved(
  desk: Desk,
  vault: readonly string[],
  sign: readonly string[],
): Promise<void> {
  const kit = desk.at('kit.json')
  await done(['kit', 'export', ...vault, '--out', kit])
  const { proofs } = await doneJson<{ proofs: readonly { readonly proof: object }[] }>([
    ...['kit', 'inspect', kit, '--fingerprint', onCard(kit)],
  ])
  const signed = { by: 'revision', revision: 1, signers: ['Ines', 'Walt'] }
  const added = proofs.filter(({ proof }) => 'revision' in proof)
  assert.deepEqual(
    added.map(({ proof }) => proof),
    Array.from({ length: DUE }, () => signed),
  )
  assert.match(await done(['audit', 'verify', ...vault]), /whole/)
  const opened = new Set<string>()
  for (const name of [0, 5, 195].flatMap(i => [`${nameOf(i)}@1`, nameOf(i)])) {
    await done([
      ...['recover', 'key', name, '--kit', kit, ...vault, '--sign', ...sign],
      ...['--share', desk.at('ceremony/shares/01-ada.txt'), desk.at('ceremony/shares/02-bob.txt')],
      ...['--passphrase-file', desk.at('pass.txt'), '--out', desk.at(name)],
    ])
    opened.add(readFileSync(desk.at(name), 'hex'))
  }
  assert.equal(opened.size, 6)
}

/** The time, for a person. */
export async function benchRotation(): Promise<string> {
  const desk = newDesk()
  try {
    const seconds = await rotationTime(desk)
    return `${DUE} of ${KEYS} keys rotated in ${seconds.toFixed(1)} s, proved and opened, aim ${AIM} s`
  } finally {
    desk.remove()
  }
}

if (import.meta.main) console.log(await benchRotation())
