/**
 * Makes the golden artefacts of statements of format 3 (test/vectors/golden-statement-3): run by itself, it
 * writes the folders that are not there yet, and the list of their digests. The ceremony is a small team's,
 * because a strict vault holds none on the command line; what comes after it is signed by the profile of the
 * folder.
 */
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { PROFILES, type Profile } from '../../shared/roles.ts'
import { done, newDesk, planText } from '../cli/command-line.ts'

const HERE = path.join(import.meta.dirname, '../vectors/golden-statement-3')
const PASSPHRASE = 'unmixed tarantula yo-yo gumdrop'
/** Long enough for whatever profile; "Ada Lovelace …" are nobody's. */
const secretOf = (name: string): string => `the words that ${name} alone knows`

const PEOPLE = {
  administrator: ['Ines', 'Inga'],
  witness: ['Walt', 'Wanda'],
  custodian: ['Ada', 'Bob'],
  'recovery-officer': ['Olga', 'Oda'],
  auditor: ['Udo'],
} as const
const NEWCOMER = 'Cyd'

interface Entry {
  readonly details: { readonly agreed?: object }
}

async function makeOffice(profile: Profile): Promise<void> {
  const into = path.join(HERE, profile)
  if (existsSync(into)) return
  const desk = newDesk()
  const { at } = desk
  const names = [...Object.values(PEOPLE).flat(), NEWCOMER]
  for (const name of [...names, 'Bob-new']) desk.write(`${name}.pin`, secretOf(name))
  desk.write('passphrase.txt', PASSPHRASE)
  const quorum = 'threshold: 2, custodians: [Ada, Bob, Cyd], identity: classic'
  const parts = [
    'people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Olga] }',
    'profile: small-team',
    'keys: [{ label: video-root, bits: 256, purpose: content encryption }]\n',
  ]
  desk.write('plan.yaml', planText(quorum, parts.join('\n')))
  const pin = (name: string): string => `${name}=${at(`${name}.pin`)}`
  const vault = ['--vault', at('office.vault')]
  const by = (...who: readonly string[]): string[] => [...vault, '--sign', ...who.map(pin)]
  const team = by('Ines', 'Walt')
  const quorumBy = by('Olga', 'Oda', 'Walt')
  const founders = Object.entries(PEOPLE).flatMap(([role, of]) => [`--${role}`, ...of.map(pin)])
  await done(['people', 'found', ...vault, '--profile', 'small-team', ...founders])
  const newcomer = ['--role', 'custodian', '--pin-file', at(`${NEWCOMER}.pin`)]
  await done(['people', 'add', NEWCOMER, ...newcomer, ...team])
  await done(['people', 'suspend', 'Inga', '--reason', 'left', ...team])
  await done(['people', 'reinstate', 'Inga', '--reason', 'returned', ...team])
  const keys = ['--pin-file', at('Bob-new.pin'), '--old-pin-file', at('Bob.pin')]
  await done(['people', 'rekey', 'Bob', ...keys, ...team])
  const before = readFileSync(at('office.vault'))
  await done([
    ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('passphrase.txt'), '--no-pdf'],
    ...['--out', at('ceremony'), ...team],
  ])
  await done(['policy', 'change', profile, ...by('Ines', 'Inga', 'Walt')])
  const kit = ['--kit', at('ceremony/kit.json')]
  const cards = readdirSync(at('ceremony/shares')).filter(name => name.endsWith('.txt'))
  const shares = cards.slice(0, 2).map(name => at(`ceremony/shares/${name}`))
  const opening = [...kit, '--share', ...shares, '--passphrase-file', at('passphrase.txt')]
  await done(['backup', 'create', ...kit, '--out', at('office.age'), at('plan.yaml'), ...team])
  await done(['drill', 'hold', ...opening, ...quorumBy])
  const restore = ['recover', 'backup', at('office.age'), ...opening, '--out', at('restored')]
  await done([...restore, ...quorumBy])
  const key = ['recover', 'key', 'video-root', ...opening, '--out', at('video.key')]
  await done([...key, ...quorumBy])
  await done(['recover', 'identity', '--backup-key', '1', ...opening, ...quorumBy])
  await done(['recover', 'identity', ...opening, ...quorumBy])
  await done(['audit', 'export', ...vault, '--out', at('office.jsonl')])

  mkdirSync(path.join(into, 'cards'), { recursive: true })
  const put = (name: string, content: string | Buffer): void =>
    writeFileSync(path.join(into, name), content)
  for (const name of cards) cpSync(at(`ceremony/shares/${name}`), path.join(into, 'cards', name))
  for (const name of ['record.json', 'kit.json']) put(name, readFileSync(at(`ceremony/${name}`)))
  put('before.vault.gz', gzipSync(before, { level: 9 }))
  put('office.vault.gz', gzipSync(readFileSync(at('office.vault')), { level: 9 }))
  const log = readFileSync(at('office.jsonl'), 'utf8')
  put('office.jsonl', log)
  const entries = log
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Entry)
  const agreed = entries.flatMap(({ details }) => (details.agreed ? [details.agreed] : []))
  put('agreements.jsonl', agreed.map(one => `${JSON.stringify(one)}\n`).join(''))
  const head = JSON.parse(await done(['audit', 'verify', ...vault, '--json']))
  const record = JSON.parse(await done(['record', 'verify', at('ceremony/record.json'), '--json']))
  put('head.json', `${JSON.stringify({ size: head.size, hash: head.hash, record: record.hash })}\n`)
  put('passphrase.txt', PASSPHRASE)
  const pins = Object.fromEntries(
    names.map(name => [name, secretOf(name === 'Bob' ? 'Bob-new' : name)]),
  )
  put('pins.json', `${JSON.stringify(pins, null, 2)}\n`)
  desk.remove()
}

for (const profile of PROFILES) await makeOffice(profile)
const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
  .filter(name => statSync(path.join(HERE, name)).isFile() && name.includes('/'))
  .sort()
const sum = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(path.join(HERE, name)))
    .digest('hex')
writeFileSync(path.join(HERE, 'SHA256SUMS'), files.map(name => `${sum(name)}  ${name}\n`).join(''))
