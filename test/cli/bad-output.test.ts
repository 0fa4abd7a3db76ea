import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Office, openOffice } from '../fixtures/office.ts'
import { assertRefused, keyclave, keyclaveEach, type Ran, refused } from './command-line.ts'
import { contents } from './tree.ts'

/**
 * Every command that writes, where it cannot: refused by the right code, and nothing of it stays, not
 * even a temporary name. What stood there before still does.
 */

/** As root, without root's right to write everywhere. */
const UNPRIVILEGED =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--'] : []

interface Writer {
  readonly title: string
  readonly args: (out: string, office: Office) => readonly string[]
}

const WRITERS: readonly Writer[] = [
  {
    title: 'passphrase generate',
    args: out => ['passphrase', 'generate', '--out', out],
  },
  {
    title: 'ceremony run',
    args: (out, { desk }) => [
      ...['ceremony', 'run', desk.at('plan.yaml'), '--passphrase-file', desk.at('pass.txt')],
      ...['--out', out],
    ],
  },
  {
    title: 'kit export',
    args: (out, { vault }) => ['kit', 'export', ...vault, '--out', out],
  },
  {
    title: 'backup create',
    args: (out, { desk, kit }) => [
      ...['backup', 'create', '--kit', kit, '--out', out, desk.at('office')],
    ],
  },
  {
    title: 'recover backup',
    args: (out, { backup, opening, share }) => [
      ...['recover', 'backup', backup, ...opening(share(1), share(2), share(3)), '--out', out],
    ],
  },
  {
    title: 'recover key',
    args: (out, { kit, opening, share }) => [
      ...['recover', 'key', 'signing seed', '--kit', kit],
      ...[...opening(share(1), share(2), share(3)), '--out', out],
    ],
  },
]

describe('output that cannot be', () => {
  let office: Office
  const at = (name: string): string => office.desk.at(name)
  /** What each writer says where its user may not write, or nobody. */
  const denials: { [folder: string]: readonly Ran[] } = {}
  const readOnly = (drive: string): readonly string[] => [
    ...['bwrap', '--dev-bind', '/', '/', '--ro-bind', drive, drive, '--'],
  ]

  before(async () => {
    office = await openOffice('classic', true)
    office.desk.write('a file', 'it was here before\n')
    mkdirSync(at('a folder'))
    office.desk.write('a folder/with a file', 'so was this\n')
    symlinkSync('nowhere', at('a dangling link'))
    execFileSync('mkfifo', [at('a pipe')])
    mkdirSync(at('write-protected'), { mode: 0o555 })
    for (const drive of ['full drive', 'read-only drive']) mkdirSync(at(drive))
    for (const [folder, within] of [
      ['write-protected', UNPRIVILEGED],
      ['read-only drive', readOnly(at('read-only drive'))],
    ] as const) {
      const earlier = contents(office.desk.path)
      const words = WRITERS.map(({ args }) => args(path.join(at(folder), 'out'), office))
      denials[folder] = await keyclaveEach(words, within)
      assert.deepEqual(contents(office.desk.path), earlier)
    }
  })
  after(() => office.desk.remove())

  for (const [i, { title, args }] of WRITERS.entries()) {
    describe(`of ${title}`, () => {
      const taken =
        title === 'ceremony run'
          ? // It takes an empty folder, so what it minds is a folder with something in it.
            { 'a file': 'FILE_NOT_FOLDER', 'a folder': 'FOLDER_NOT_EMPTY' }
          : { 'a file': 'FILE_EXISTS', 'a folder': 'FILE_EXISTS', 'a pipe': 'FILE_EXISTS' }
      const wrong = {
        ...taken,
        'a dangling link': title === 'ceremony run' ? 'FILE_MISSING' : 'FILE_EXISTS',
        'missing/out': 'FILE_MISSING',
        'a file/out': 'FILE_NOT_FOLDER',
      }
      for (const [name, code] of Object.entries(wrong)) {
        it(`${name}: ${code}`, async () => {
          const before = contents(office.desk.path)
          await refused(args(at(name), office), 6, code)
          assert.deepEqual(contents(office.desk.path), before)
        })
      }

      for (const folder of ['write-protected', 'read-only drive']) {
        it(`${folder}: FILE_DENIED`, () => {
          assertRefused(denials[folder]?.[i] ?? NONE, 6, 'FILE_DENIED')
        })
      }

      it('a full drive: FILE_FULL', async () => {
        const drive = at('full drive')
        const listing = at(`left by ${title}`)
        const full = [
          ...['bwrap', '--dev-bind', '/', '/', '--size', '16384', '--tmpfs', drive, '--'],
          // Nearly full: names still fit, what is in the files does not.
          ...['sh', '-c', FULL_DRIVE, 'sh', drive, listing],
        ]
        const out = path.join(drive, 'out')
        await refused(args(out, office), 6, 'FILE_FULL', { within: full })
        assert.equal(readFileSync(listing, 'utf8'), 'filler\n')
      })
    })
  }

  it('a vault on a full drive: VAULT_FULL', async () => {
    const drive = at('full drive')
    const within = ['bwrap', '--dev-bind', '/', '/', '--size', '16384', '--tmpfs', drive, '--']
    const pass = ['--passphrase-file', at('pass.txt')]
    const args = ['ceremony', 'run', at('plan.yaml'), ...pass, '--out', at('unrecorded')]
    await refused([...args, '--vault', path.join(drive, 'vault')], 6, 'VAULT_FULL', { within })
    assert.ok(!existsSync(at('unrecorded')))
  })

  it('a full drive under standard output: an answer that is lost is a failure', async () => {
    const identity = ['recover', 'identity', ...office.opening(...[1, 2, 3].map(office.share))]
    for (const args of [identity, ['kit', 'inspect', office.kit]]) {
      const full = openSync('/dev/full', 'w')
      const { code, err } = await keyclave(args, { stdio: ['ignore', full, 'pipe'] })
      assert.equal(code, 6)
      assert.match(err, /^error\[FILE_FULL\]: .*"standard output".*\.\n$/)
    }
  })

  it('a reader that has gone is no failure', async () => {
    const script = 'set -o pipefail; "$@" | head -c 1'
    const within = ['bash', '-c', script, 'bash']
    const { code, out, err } = await keyclave(['kit', 'inspect', office.kit], { within })
    assert.deepEqual({ code, err, length: out.length }, { code: 0, err: '', length: 1 })
  })
})

const NONE: Ran = { code: null, out: '', err: 'it was not run' }

const FULL_DRIVE = `
drive=$1 listing=$2; shift 2
head -c 1000000 /dev/zero > "$drive/filler" 2>/dev/null
"$@"; code=$?
ls -A "$drive" > "$listing"; exit $code`
