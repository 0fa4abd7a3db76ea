import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Office, openOffice } from '../fixtures/office.ts'
import { plantBadFiles, STRAYS } from './bad-files.ts'
import { assertRefused, keyclaveEach, newDesk, type Ran, refused } from './command-line.ts'
import { contents } from './tree.ts'

/** Every place for a file in a command line, and every state that a file can be in but the right one. */

/** Exit code and error code. */
type Refusal = readonly [exit: number, code: string]
/** By the name of the bad file. */
type Refusals = { readonly [bad: string]: Refusal }

/** As root, without root's right to read everything; anybody else has no such right. */
const UNPRIVILEGED =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--'] : []

/** What every command says alike of a path that is no readable file. */
const UNREADABLE: Refusals = {
  missing: [6, 'FILE_MISSING'],
  folder: [6, 'FILE_IS_FOLDER'],
  denied: [6, 'FILE_DENIED'],
  'text/below a file': [6, 'FILE_NOT_FOLDER'],
  'a link to itself': [6, 'FILE_IO'],
}

const HUGE: Refusals = { huge: [2, 'FILE_TOO_LARGE'], endless: [2, 'FILE_SPECIAL'] }

/** The same refusal of every file that is something else. */
const strays = (exit: number, code: string): Refusals =>
  Object.fromEntries(Object.keys(STRAYS).map(bad => [bad, [exit, code]]))

const FOREIGN: Refusal = [2, 'SHARE_FOREIGN']

const BAD_PLAN: Refusals = {
  ...UNREADABLE,
  ...HUGE,
  ...strays(2, 'PLAN_FORMAT'),
  kit: [2, 'PLAN_FORMAT'],
}
const BAD_KIT: Refusals = {
  ...UNREADABLE,
  ...HUGE,
  ...strays(2, 'KIT_FORMAT'),
  share: [2, 'KIT_FORMAT'],
  backup: [2, 'KIT_FORMAT'],
  'kit with a field twice': [2, 'KIT_FORMAT'],
  'kit cut short': [2, 'KIT_FORMAT'],
  'kit changed': [5, 'KIT_TAMPERED'],
  'kit of tomorrow': [2, 'KIT_VERSION'],
}
const BAD_SHARE: Refusals = {
  ...UNREADABLE,
  ...HUGE,
  empty: [2, 'SHARE_WORD_COUNT'],
  binary: [2, 'CARD_ENCODING'],
  png: [2, 'PICTURE_NO_CODE'],
  json: [2, 'SHARE_WORD_COUNT'],
  utf16: [2, 'CARD_ENCODING'],
  text: [2, 'SHARE_WORD_COUNT'],
  plan: [2, 'SHARE_WORD_COUNT'],
  'share of four words': [2, 'SHARE_WORD_COUNT'],
  'share twice': [2, 'SHARE_WORD_COUNT'],
  'QR text changed': [5, 'SHARE_QR_CHECKSUM'],
  'QR text cut short': [2, 'SHARE_QR_FORMAT'],
  'QR text of a web page': [2, 'SHARE_WORD_COUNT'],
}
const BAD_PASSPHRASE: Refusals = {
  ...UNREADABLE,
  ...HUGE,
  empty: [2, 'PASSPHRASE_ENCODING'],
  binary: [2, 'PASSPHRASE_ENCODING'],
  png: [2, 'PASSPHRASE_ENCODING'],
  utf16: [2, 'PASSPHRASE_ENCODING'],
  text: [2, 'PASSPHRASE_ENCODING'],
  'passphrase with a byte order mark': [2, 'PASSPHRASE_ENCODING'],
}
const BAD_VAULT: Refusals = {
  folder: [2, 'VAULT_FOREIGN'],
  denied: [6, 'VAULT_DENIED'],
  huge: [2, 'VAULT_FOREIGN'],
  endless: [2, 'VAULT_FOREIGN'],
  ...strays(2, 'VAULT_FOREIGN'),
  kit: [2, 'VAULT_FOREIGN'],
  'vault cut short': [5, 'VAULT_DAMAGED'],
  'vault changed': [5, 'VAULT_DAMAGED'],
  'database of another program': [2, 'VAULT_FOREIGN'],
  'vault of tomorrow': [2, 'VAULT_NEWER'],
  'missing folder/vault': [6, 'VAULT_MISSING'],
}

/** Of a table that another command has tried in full. */
const only = (refusals: Refusals, ...names: readonly string[]): Refusals =>
  Object.fromEntries(Object.entries(refusals).filter(([name]) => names.includes(name)))

/** A place for a file in a command line, and what is said of a bad file there. */
export interface Place {
  readonly title: string
  readonly args: (file: string, out: string, office: Office) => readonly string[]
  readonly bad: Refusals
}

/** Where each refusal costs a quorum opened, since that comes first. */
export const BACKUP_TO_RECOVER = 'the backup of recover backup'

export const PLACES: readonly Place[] = [
  {
    title: 'the plan of a ceremony',
    args: (file, out, { desk }) => [
      ...['ceremony', 'run', file, '--passphrase-file', desk.at('pass.txt'), '--out', out],
    ],
    bad: {
      ...BAD_PLAN,
      'plan with one share': [2, 'QUORUM_THRESHOLD_ONE'],
      'plan without enough people': [2, 'QUORUM_POLICY'],
      'plan with a secret that is missing': [6, 'FILE_MISSING'],
      'plan with a secret that is empty': [2, 'KEY_IMPORT_SIZE'],
      'plan with a secret that is huge': [2, 'FILE_TOO_LARGE'],
    },
  },
  {
    title: 'the passphrase of a ceremony',
    args: (file, out, { desk }) => [
      ...['ceremony', 'run', desk.at('plan.yaml'), '--passphrase-file', file, '--out', out],
    ],
    bad: {
      ...BAD_PASSPHRASE,
      'short passphrase': [2, 'PASSPHRASE_SHORT'],
      'weak passphrase': [2, 'PASSPHRASE_WEAK'],
    },
  },
  {
    title: 'the vault of a ceremony',
    args: (file, out, { desk }) => [
      ...['ceremony', 'run', desk.at('plan.yaml'), '--passphrase-file', desk.at('pass.txt')],
      ...['--out', out, '--vault', file],
    ],
    bad: BAD_VAULT,
  },
  { title: 'share inspect', args: file => ['share', 'inspect', file], bad: BAD_SHARE },
  {
    title: 'the kit of share inspect',
    args: (file, _, { share }) => ['share', 'inspect', share(1), '--kit', file],
    bad: { missing: [6, 'FILE_MISSING'], text: [2, 'KIT_FORMAT'], 'kit of others': FOREIGN },
  },
  { title: 'kit inspect', args: file => ['kit', 'inspect', file], bad: BAD_KIT },
  {
    title: 'the vault of kit export',
    args: (file, out) => ['kit', 'export', '--vault', file, '--out', out],
    bad: {
      ...only(BAD_VAULT, 'empty', 'folder', 'denied', 'vault changed'),
      missing: [6, 'VAULT_MISSING'],
      'vault with a huge hole behind it': [5, 'VAULT_DAMAGED'],
    },
  },
  {
    title: 'the kit of backup create',
    args: (file, out, { desk }) => [
      ...['backup', 'create', '--kit', file, '--out', out, desk.at('notes.txt')],
    ],
    bad: {
      missing: [6, 'FILE_MISSING'],
      png: [2, 'KIT_FORMAT'],
      'kit changed': [5, 'KIT_TAMPERED'],
    },
  },
  {
    title: 'the vault of backup create',
    args: (file, out, { desk, kit }) => [
      ...['backup', 'create', '--kit', kit, '--out', out, '--vault', file, desk.at('notes.txt')],
    ],
    bad: only(BAD_VAULT, 'text', 'folder', 'denied', 'vault cut short', 'missing folder/vault'),
  },
  {
    title: 'a path of backup create',
    args: (file, out, { desk, kit }) => [
      ...['backup', 'create', '--kit', kit, '--out', out, desk.at('notes.txt'), file],
    ],
    bad: {
      missing: [6, 'FILE_MISSING'],
      denied: [6, 'FILE_DENIED'],
      'text/below a file': [6, 'FILE_NOT_FOLDER'],
      'a link to itself': [6, 'FILE_IO'],
      endless: [2, 'BACKUP_ODD'],
      'folder with a pipe': [2, 'BACKUP_ODD'],
      'other/notes.txt': [2, 'BACKUP_SOURCE_TWICE'],
    },
  },
  {
    title: BACKUP_TO_RECOVER,
    args: (file, out, { share, kit, opening }) => [
      ...['recover', 'backup', file, '--kit', kit],
      ...[...opening(share(1), share(2), share(3)), '--out', out],
    ],
    bad: {
      ...UNREADABLE,
      ...strays(5, 'AGE_HEADER'),
      huge: [5, 'AGE_HEADER'],
      endless: [2, 'FILE_SPECIAL'],
      kit: [5, 'AGE_HEADER'],
      'backup cut in its header': [5, 'AGE_HEADER'],
      'backup cut in its data': [5, 'AGE_PAYLOAD'],
      'backup without its last byte': [5, 'AGE_PAYLOAD'],
      'backup changed': [5, 'AGE_PAYLOAD'],
      'backup changed in its header': [5, 'AGE_MAC'],
      'backup with more behind it': [5, 'AGE_PAYLOAD'],
      'backup of others': [2, 'AGE_NO_MATCH'],
    },
  },
  {
    title: 'the kit of recover backup',
    args: (file, out, { share, backup, opening }) => [
      ...['recover', 'backup', backup, '--kit', file],
      ...[...opening(share(1), share(2), share(3)), '--out', out],
    ],
    bad: {
      missing: [6, 'FILE_MISSING'],
      empty: [2, 'KIT_FORMAT'],
      'kit changed': [5, 'KIT_TAMPERED'],
      'kit of others': FOREIGN,
    },
  },
  {
    title: 'a share of recover key',
    args: (file, out, { share, kit, opening }) => [
      ...['recover', 'key', 'video-root', '--kit', kit],
      ...[...opening(share(1), share(2), file), '--out', out],
    ],
    bad: {
      ...only(BAD_SHARE, 'missing', 'huge', 'binary', 'text', 'QR text changed'),
      'share of others': FOREIGN,
      'share that is forged': [5, 'SHARE_FORGED'],
      share: [2, 'SHARE_DUPLICATE'],
    },
  },
  {
    title: 'a share of recover identity, without the kit',
    args: (file, _, { share, opening }) => [
      ...['recover', 'identity', ...opening(share(1), share(2), file)],
    ],
    bad: {
      'share of others': FOREIGN,
      'share that is forged': [5, 'SHARES_INCONSISTENT'],
      text: [2, 'SHARE_WORD_COUNT'],
    },
  },
  {
    title: 'the passphrase of recover identity',
    args: (file, _, { share, kit }) => [
      ...['recover', 'identity', '--kit', kit, '--passphrase-file', file],
      ...['--share', share(1), share(2), share(3)],
    ],
    bad: {
      ...only(BAD_PASSPHRASE, 'missing', 'huge', 'empty', 'utf16'),
      'short passphrase': [4, 'PASSPHRASE_WRONG'],
    },
  },
  {
    title: 'audit verify',
    args: file => ['audit', 'verify', file],
    bad: { ...UNREADABLE, ...strays(5, 'AUDIT_BROKEN'), huge: [2, 'FILE_TOO_LARGE'] },
  },
  {
    title: 'the vault of audit verify',
    args: file => ['audit', 'verify', '--vault', file],
    bad: { ...BAD_VAULT, missing: [6, 'VAULT_MISSING'] },
  },
]

/**
 * Each bad file in each place is refused by the right code and in one sentence, and afterwards everything is as
 * it was before.
 */
export function refuseBadFiles(places: readonly Place[]): void {
  describe('bad input', () => {
    const desk = newDesk()
    const bad = (name: string): string => (name === 'endless' ? '/dev/zero' : desk.at(name))
    let office: Office
    let others: Office
    let earlier: unknown
    const everything = () => [office.desk, others.desk, desk].map(({ path }) => contents(path))

    /** What each place says of a file that its user may not read, by the place's title. */
    const denials = new Map<string, Ran>()
    const out = (name: string): string => office.desk.at(`out of ${path.basename(name)}`)

    before(async () => {
      ;[office, others] = await Promise.all([
        openOffice('classic', true),
        openOffice('classic', false),
      ])
      plantBadFiles(desk, office, others)
      earlier = everything()
      const denying = places.filter(({ bad: refusals }) => 'denied' in refusals)
      const words = denying.map(({ args }) => args(bad('denied'), out('denied'), office))
      for (const [i, ran] of (await keyclaveEach(words, UNPRIVILEGED)).entries()) {
        denials.set(denying[i]?.title ?? '', ran)
      }
    })
    after(() => {
      for (const { remove } of [desk, office.desk, others.desk]) remove()
    })

    for (const { title, args, bad: refusals } of places) {
      describe(`as ${title}`, { concurrency: 2 }, () => {
        for (const [name, [exit, code]] of Object.entries(refusals)) {
          it(`${name}: ${code}`, async () => {
            const denial = name === 'denied' ? denials.get(title) : undefined
            if (denial) assertRefused(denial, exit, code)
            // A place of its own for what it writes: of two at a time, one takes away the other's folder.
            else await refused(args(bad(name), out(name), office), exit, code)
          })
        }
      })
    }

    it('leaves every file as it was, and no other', () => {
      assert.deepEqual(everything(), earlier)
    })
  })
}
