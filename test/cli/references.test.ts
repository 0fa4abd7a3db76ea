import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { TOPICS } from '../../shared/help/topics.ts'
import { DEFAULT_SETTINGS, type SettingsStanding } from '../../shared/settings.ts'
import { infoOf } from '../paper/printed.ts'
import { type Desk, done, keyclave, newDesk } from './command-line.ts'

/** Bare help, completion and the manual page: made of one set of definitions. And where secrets are put. */

const ROOT = path.resolve(import.meta.dirname, '../..')
const SET: SettingsStanding = {
  settings: { ...DEFAULT_SETTINGS, paper: 'letter' },
  path: '/home/ines/.config/keyclave/settings.json',
  problem: null,
}

describe('the command line says what it can do', { concurrency: false }, () => {
  let desk: Desk
  before(() => {
    desk = newDesk()
  })
  after(() => desk.remove())

  it('shows its help when it is asked nothing', async () => {
    assert.equal(await done([]), await done(['--help']))
    assert.match(await done([]), /KEYCLAVE_VAULT .*\n +KEYCLAVE_KIT /)
  })

  it('prints the pages of the help, and what a command does', async () => {
    assert.equal(await done(['help']), await done([]))
    assert.equal(await done(['help', 'kit', 'inspect']), await done(['kit', 'inspect', '--help']))
    for (const { id, file } of TOPICS) {
      const page = await done(['help', id])
      if (file === null) assert.match(page, /^F1 +Opens this help/m)
      else assert.equal(page, readFileSync(path.join(ROOT, file), 'utf8'))
      assert.ok((await done([])).includes(id), id)
    }
    const { code, err } = await keyclave(['help', 'zebra'])
    assert.deepEqual([code, /neither a command nor a page/.test(err)], [1, true])
  })

  it('prints on the paper that is set on the machine, and says when that is damaged', async () => {
    const blank = async (name: string, standing: Partial<SettingsStanding>, ...more: string[]) => {
      const settings = { ...SET, ...standing }
      const args = ['card', 'blank', '--out', desk.at(name), ...more]
      const { code, err } = await keyclave(args, { settings })
      assert.equal(code, 0, err)
      return { size: infoOf(readFileSync(desk.at(name))).get('Page size'), err }
    }
    assert.match((await blank('set.pdf', {})).size ?? '', /letter/)
    assert.match((await blank('said.pdf', {}, '--paper', 'a4')).size ?? '', /A4/)
    const standing = { settings: DEFAULT_SETTINGS, problem: 'unfit' } as const
    const damaged = await blank('damaged.pdf', standing)
    assert.match(damaged.size ?? '', /A4/)
    assert.match(damaged.err, /^note: The settings in .*settings\.json were not used/)
    assert.equal((await blank('own.pdf', standing, '--paper', 'a4')).err, '')
  })

  it('completes commands, options and words in bash', async () => {
    const script = desk.write('keyclave.bash', await done(['completion', 'bash']))
    const lines = {
      'keyclave ki': 'kit',
      'keyclave vault ': 'info --json --help',
      'keyclave card blank --paper l': 'letter',
      'keyclave kit import --vault some --fi': '--fingerprint',
      'keyclave recover backup --pass': '--passphrase-file',
      'keyclave completion f': 'fish',
      'keyclave kit inspect --vault ': '',
    }
    const typed = Object.keys(lines).map(
      line =>
        `COMP_WORDS=(${line.replace(/ $/, " ''")}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _keyclave; echo "\${COMPREPLY[*]}"`,
    )
    const shell = spawnSync('bash', ['-c', `source '${script}'\n${typed.join('\n')}`], {
      encoding: 'utf8',
    })
    assert.equal(shell.stderr, '')
    assert.deepEqual(shell.stdout.split('\n').slice(0, -1), Object.values(lines))
  })

  it('has scripts for zsh and fish that name every command', async () => {
    for (const shell of ['zsh', 'fish']) {
      const script = await done(['completion', shell])
      for (const word of ['take-out', 'undefined']) assert.ok(!script.includes(word), shell)
      for (const word of ['import', 'fingerprint', 'letter'])
        assert.ok(script.includes(word), shell)
    }
  })

  it('has a manual page that man takes without a complaint', async () => {
    const page = desk.write('keyclave.1', await done(['man']))
    const man = spawnSync('man', ['--warnings', '-l', page], {
      ...{ encoding: 'utf8', env: { ...process.env, MANPAGER: 'cat', MANWIDTH: '100' } },
    })
    assert.deepEqual([man.status, man.stderr], [0, ''])
    for (const said of ['kit import', '--passphrase-file', 'KEYCLAVE_KIT', 'EXIT STATUS']) {
      assert.ok(man.stdout.includes(said), said)
    }
  })

  it('says when secrets are about to lie in a git checkout', async () => {
    mkdirSync(desk.at('project/.git'), { recursive: true })
    mkdirSync(desk.at('project/deep'))
    const generate = (out: string) => keyclave(['passphrase', 'generate', '--out', desk.at(out)])
    assert.match((await generate('project/deep/pass.txt')).err, /^note: .* git checkout .*project/)
    assert.equal((await generate('pass.txt')).err, '')
  })
})
