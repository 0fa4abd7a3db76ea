import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { withCard } from '../fixtures/card-fingerprint.ts'
import { type Desk, done, keyclave, keyclaveWithoutCard, newDesk, refused } from './command-line.ts'

/** What is asked for in the wrong way, and what help says. */

const ROOT = path.join(import.meta.dirname, '../..')

const WRONG: { readonly [title: string]: readonly string[] } = {
  'no second word': ['recover'],
  'an unknown command': ['restore'],
  'an unknown second word': ['kit', 'inspekt'],
  'help for an unknown command': ['help', 'restore'],
  'an unknown command with --help': ['reissue', '--help'],
  'an unknown second word with --help': ['people', 'frob', '--help'],
  'an unknown option': ['kit', 'inspect', '--key', 'kit.json'],
  'an unknown option that resembles one': ['kit', 'inspect', '--jsn', 'kit.json'],
  'an unknown option before the command': ['--verbose', 'kit', 'inspect', 'kit.json'],
  'a missing argument': ['kit', 'inspect'],
  'one argument too many': ['kit', 'inspect', 'one', 'two'],
  'a missing option': ['ceremony', 'run', 'plan.yaml', '--out', 'out'],
  'an option without its value': ['kit', 'inspect', 'kit.json', '--out'],
  'no share': ['recover', 'identity', '--passphrase-file', 'pass.txt'],
  'no path to back up': ['backup', 'create', '--kit', 'kit.json', '--out', 'out'],
  'no kit for a key': [
    ...['recover', 'key', 'video-root', '--share', 'a', '--passphrase-file', 'p', '--out', 'o'],
  ],
  'no kit for a backup key': [
    ...['recover', 'identity', '--backup-key', '1', '--share', 'a', '--passphrase-file', 'p'],
  ],
  'neither log nor vault': ['audit', 'verify'],
  'standard input as two shares': [
    ...['recover', 'identity', '--share', '-', '-', '--passphrase-file', 'p'],
  ],
  'standard input as share and passphrase': [
    ...['recover', 'identity', '--share', '-', '--passphrase-file', '-'],
  ],
  'standard input as plan and passphrase': [
    ...['ceremony', 'run', '-', '--passphrase-file', '-', '--out', 'out'],
  ],
  'standard output as a file': ['passphrase', 'generate', '--out', '-'],
}

describe('a wrong command line', { concurrency: 2 }, () => {
  for (const [title, args] of Object.entries(WRONG)) {
    it(title, async () => {
      // It must not wait for standard input either: `-` is refused before anything is read.
      const code = title === 'no kit for a backup key' ? 'KIT_NEEDED' : 'USAGE'
      const sentence = await refused(args, 1, code)
      if (code === 'USAGE') assert.match(sentence, /Run "keyclave[a-z ]* --help"\.\n$/)
    })
  }

  it('says which command was meant, on one line', async () => {
    assert.match(await refused(['kit', 'inspekt'], 1, 'USAGE'), /Did you mean inspect\?/)
    assert.match(
      await refused(['kit'], 1, 'USAGE'),
      /Name a command: inspect, import, renew, export, print\./,
    )
  })

  it('is refused as JSON too, when asked', async () => {
    for (const args of [['kit', 'inspect', '--json'], ['kit', '--json'], ['--json']]) {
      const { code, out, err } = await keyclave(args)
      const { error } = JSON.parse(out) as { error: { code: string; message: string } }
      assert.deepEqual([code, error.code], [1, 'USAGE'])
      assert.equal(err, `error[USAGE]: ${error.message}\n`)
    }
  })

  it('takes no secret, and does not repeat one that was given', async () => {
    const recover = ['recover', 'identity', '--share', 'a', '--passphrase-file', 'p']
    for (const secret of ['--passphrase=hunter2', '-phunter2']) {
      assert.doesNotMatch(await refused([...recover, secret], 1, 'USAGE'), /hunter2/)
    }
    const env = { ...process.env, KEYCLAVE_PASSPHRASE: 'hunter2', PASSPHRASE: 'hunter2' }
    await refused(['recover', 'identity', '--share', 'a'], 1, 'USAGE', { env })
  })

  it('shows a name with control characters on one line, harmless', async () => {
    const name = 'two\nlines \u001b[2J and a \u202etxt.exe'
    const sentence = await refused(['kit', 'inspect', name], 6, 'FILE_MISSING')
    assert.match(sentence, /two\\u000alines \\u001b\[2J and a \\u202etxt\.exe/)
    const { out } = await keyclave(['kit', 'inspect', name, '--json'])
    const { error } = JSON.parse(out) as { error: { data: { path: string } } }
    assert.equal(error.data.path, name)
    assert.ok(!out.includes('\u001b'))
  })
})

const VERBS = {
  ceremony: ['run', 'reissue'],
  share: ['inspect', 'seal', 'acknowledge', 'acknowledged', 'destroy'],
  card: ['blank', 'passphrase'],
  bundle: ['make', 'check'],
  kit: ['inspect', 'import', 'renew', 'export', 'print'],
  key: [
    ...['public', 'list', 'show', 'history', 'due', 'add', 'rotate'],
    ...['activate', 'suspend', 'resume', 'retire', 'compromise', 'destroy'],
  ],
  'backup-key': ['rotate', 'suspend', 'resume', 'compromise', 'destroy'],
  destruction: ['show', 'account', 'certify', 'verify'],
  status: ['publish', 'check'],
  compliance: ['report'],
  compromise: ['report'],
  cryptoperiod: ['show', 'set'],
  deliver: [
    ...['check', 'make', 'list', 'confirm', 'scan-media', 'verify', 'sign-url', 'check-url'],
    'destinations',
  ],
  plan: ['check', 'words'],
  quorum: ['compromise', 'show'],
  vault: ['info'],
  passphrase: ['generate'],
  backup: ['create', 'gather', 'reencrypt', 'scan', 'list', 'verify', 'parity', 'check', 'repair'],
  recover: ['backup', 'key', 'identity'],
  drill: ['hold', 'interval'],
  audit: ['list', 'verify', 'export'],
  people: ['found', 'add', 'list', 'suspend', 'reinstate', 'retire', 'rekey', 'unlock', 'pin'],
  policy: ['show', 'change'],
  record: ['verify'],
}
const COMMANDS = [
  ...['demo', 'medium', 'print', 'printers', 'completion', 'man'],
  ...Object.entries(VERBS).flatMap(([noun, verbs]) => verbs.map(verb => `${noun} ${verb}`)),
]

/** Their `--key` is a label or an id. */
const NAMING_A_KEY: readonly string[] = ['status check', 'deliver list']

describe('help', { concurrency: 2 }, () => {
  let desk: Desk
  before(() => {
    desk = newDesk()
    // What the examples redirect into a command must be there; all other files are missing.
    for (const name of ['pass.txt', 'typed.txt']) desk.write(name, '')
    process.chdir(desk.path)
  })
  after(() => {
    process.chdir(ROOT)
    desk.remove()
  })

  it('lists every command', async () => {
    const all: string[] = []
    const names = (help: string): string[] =>
      [...(help.split('Commands:\n')[1] ?? '').matchAll(/^ {2}([a-z]+(?:-[a-z]+)*)\b/gm)].map(
        m => m[1] ?? '',
      )
    for (const name of names(await done(['--help'])).filter(it => it !== 'help')) {
      const further = names(await done([name, '--help'])).filter(it => it !== 'help')
      all.push(...(further.length === 0 ? [name] : further.map(second => `${name} ${second}`)))
    }
    assert.deepEqual(all.sort(), COMMANDS.toSorted())
    assert.match(await done(['--help']), /Exit codes: 0 done, 1 usage, 2 invalid input/)
  })

  it('tells the version', async () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
    assert.equal(await done(['--version']), `${version}\n`)
  })

  for (const command of COMMANDS) {
    it(`has examples for ${command} that can be typed as they stand`, async () => {
      const help = await done([...command.split(' '), '--help'])
      assert.match(help, /^ {2}--json /m)
      for (const [, option = ''] of help.matchAll(/^ {2}--([a-z-]+)/gm)) {
        if (option === 'key' && NAMING_A_KEY.includes(command)) continue
        assert.doesNotMatch(option, /^(passphrase|secret|password|words|key)$/, 'no secret here')
      }
      const examples = help
        .replaceAll(/ \\\n +/g, ' ')
        .split('\n')
        .filter(line => line.startsWith('  keyclave '))
      assert.ok(examples.length > 0)
      for (const example of examples) assert.ok(example.startsWith(`  keyclave ${command}`))
      // The demonstration does the whole job; once is enough.
      for (const example of command === 'demo' ? examples.slice(-1) : examples) {
        const args = asTyped(example, desk.path)
        // A kit is taken for what a card or a vault's log says that it is.
        if (!args.includes('--vault')) assert.deepEqual(withCard(args), args)
        const { code, err } = await keyclaveWithoutCard(args)
        assert.doesNotMatch(err, /USAGE|INTERNAL/, example)
        assert.notEqual(code, 1, example)
      }
    })
  }
})

/** What a shell, there, makes of a line; an empty file stands for what is redirected into it. */
function asTyped(line: string, folder: string): readonly string[] {
  // Past what the line does with standard output.
  const script = `keyclave() { cat; printf '%s\\0' "$@" >&3; }\n${line}`
  const { status, output } = spawnSync('bash', ['-c', script], {
    ...{ cwd: folder, input: '', encoding: 'utf8' },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  })
  assert.equal(status, 0, line)
  return (output[3] ?? '').split('\0').slice(0, -1)
}
