import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
} from 'node:fs'
import { qrToShare, shareToWords } from '../../shared/share-text.ts'
import type { Office } from '../fixtures/office.ts'
import { type Desk, planText, qrTextOf } from './command-line.ts'
import { pseudoRandom } from './tree.ts'

/** Files that are not what they should be, each under a name that says so. */

const TEXT = 'The quick brown fox\njumps over the lazy dog\n'
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Files that could be anything else but what Keyclave reads. */
export const STRAYS = {
  empty: '',
  binary: pseudoRandom(3000),
  png: Buffer.from(PNG, 'base64'),
  json: '{"format":"something else","keys":[1,2,3]}\n',
  utf16: Buffer.from(`\ufeff${TEXT}`, 'utf16le'),
  text: TEXT,
} as const

/** Puts every bad file on a desk. */
export function plantBadFiles(desk: Desk, office: Office, others: Office): void {
  for (const [name, content] of Object.entries(STRAYS)) desk.write(name, content)
  mkdirSync(desk.at('folder'))
  mkdirSync(desk.at('other'))
  desk.write('other/notes.txt', 'of the same name as another\n')
  mkdirSync(desk.at('folder with a pipe'))
  execFileSync('mkfifo', [desk.at('folder with a pipe/pipe')])
  chmodSync(desk.write('denied', TEXT), 0o000)
  symlinkSync('a link to itself', desk.at('a link to itself'))
  truncateSync(desk.write('huge', ''), 2 ** 40)

  copyFileSync(office.desk.at('plan.yaml'), desk.at('plan'))
  copyFileSync(others.kit, desk.at('kit of others'))
  copyFileSync(others.backup, desk.at('backup of others'))
  copyFileSync(others.share(3), desk.at('share of others'))
  copyFileSync(office.kit, desk.at('kit'))
  copyFileSync(office.share(1), desk.at('share'))
  copyFileSync(office.backup, desk.at('backup'))
  plantPlans(desk)
  plantKits(desk, readFileSync(office.kit, 'utf8'))
  plantShares(desk, office)
  plantBackups(desk, readFileSync(office.backup))
  plantVaults(desk, readFileSync(office.desk.at('office.vault')))
  plantPassphrases(desk)
}

function plantPlans(desk: Desk): void {
  for (const [state, file] of [
    ['missing', 'missing'],
    ['empty', 'empty'],
    ['huge', 'huge'],
  ] as const) {
    const policy = 'threshold: 2, custodians: [Ada, Grace]'
    const imports = `imports: [{ label: seed, purpose: signing, file: ${file} }]`
    desk.write(`plan with a secret that is ${state}`, planText(policy, imports))
  }
  desk.write('plan with one share', planText('threshold: 1, custodians: [Ada, Grace]'))
  desk.write('plan without enough people', planText('threshold: 3, custodians: [Ada, Grace]'))
}

function plantKits(desk: Desk, kit: string): void {
  desk.write('kit with a field twice', kit.replace('{', '{"format":"keyclave kit 2",'))
  desk.write('kit cut short', kit.slice(0, kit.length / 2))
  desk.write('kit changed', kit.replace('Example Ltd', 'Example Inc'))
  desk.write('kit of tomorrow', kit.replace('keyclave kit 2', 'keyclave kit 3'))
}

function plantShares(desk: Desk, office: Office): void {
  const card = office.cards[2] ?? ''
  const qr = qrTextOf(card)
  const forged = Buffer.from(qrToShare(qr))
  forged.writeUInt8(forged.readUInt8(20) ^ 1, 20)
  desk.write('share that is forged', shareToWords(forged).join(' '))
  desk.write('share twice', card + card)
  desk.write('share of four words', 'zoo zebra zero zone')
  const first = 'KEYCLAVE:S1:'.length
  const changed = qr[first] === 'A' ? 'B' : 'A'
  desk.write('QR text changed', qr.slice(0, first) + changed + qr.slice(first + 1))
  desk.write('QR text cut short', qr.slice(0, -6))
  desk.write('QR text of a web page', 'HTTPS://EXAMPLE.ORG/')
}

function plantBackups(desk: Desk, backup: Buffer): void {
  desk.write('backup cut in its header', backup.subarray(0, 100))
  desk.write('backup cut in its data', backup.subarray(0, backup.length / 2))
  desk.write('backup without its last byte', backup.subarray(0, -1))
  desk.write('backup with more behind it', Buffer.concat([backup, Buffer.from('\n')]))
  desk.write('backup changed', flipped(backup, backup.length - 100_000))
  const share = backup.indexOf('-> X25519 ') + '-> X25519 '.length
  const letter = backup[share] === 0x41 ? 'B' : 'A'
  const parts = [backup.subarray(0, share), Buffer.from(letter), backup.subarray(share + 1)]
  desk.write('backup changed in its header', Buffer.concat(parts))
}

function plantVaults(desk: Desk, vault: Buffer): void {
  desk.write('vault cut short', vault.subarray(0, vault.length / 2))
  const changed = Buffer.from(vault)
  changed.fill(0xff, 4096, 8192)
  desk.write('vault changed', changed)
  truncateSync(desk.write('vault with a huge hole behind it', vault), 2 ** 40)
  const foreign = Buffer.from(vault)
  foreign.writeUInt32BE(0x12345678, 68)
  desk.write('database of another program', foreign)
  const newer = Buffer.from(vault)
  newer.writeUInt32BE(99, 60)
  desk.write('vault of tomorrow', newer)
}

function plantPassphrases(desk: Desk): void {
  desk.write('passphrase with a byte order mark', '\ufeffcorrect horse battery staple zebra\n')
  desk.write('short passphrase', 'Xq7!vK9#pL2\n')
  desk.write('weak passphrase', 'passwordpassword1\n')
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at)
  return copy
}
