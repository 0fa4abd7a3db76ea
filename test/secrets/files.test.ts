import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Desk, keyclave, newDesk, planText } from '../cli/command-line.ts'
import { plantTree } from '../cli/tree.ts'
import type { Needle } from './needles.ts'
import { PASSPHRASE } from './passphrase.ts'
import { searchBytes } from './process-memory.ts'
import { needlesOfQuorum } from './quorum-secrets.ts'
import { readTrace, STRACE, type Trace } from './system-calls.ts'

/**
 * No secret is in anything that the commands write, but in the files that are asked for: the share files,
 * the key, and the identity on standard output. What a process writes is taken from its system calls, so
 * that files which were removed again count as well.
 */

const SECRET_FILES = /\/ceremony\/shares\/|\/video\.key$/
/** Where a file waits under a temporary name: the folder is named after the file. */
const PART = /\/\.([^/]+)\.keyclave-part-[^/]+\/part$/

describe('what the commands write', () => {
  let desk: Desk
  let needles: readonly Needle[]
  const traces = new Map<string, Trace>()

  /** Runs a command that must succeed, with all its system calls on record. */
  async function traced(name: string, args: readonly string[]): Promise<void> {
    const record = desk.at(`../${path.basename(desk.path)}.${name}.strace`)
    const env = {
      ...process.env,
      TMPDIR: desk.at('tmp'),
      NODE_DEBUG: 'fs,stream,worker,crypto',
      UV_USE_IO_URING: '0', // what is written through a ring is in no system call
    }
    const { code, err } = await keyclave(args, { within: [...STRACE, record], env })
    assert.equal(code, 0, err)
    traces.set(name, await readTrace(record))
  }

  before(async () => {
    desk = newDesk()
    const { at } = desk
    mkdirSync(at('tree'))
    plantTree(at('tree'))
    mkdirSync(at('tmp'))
    desk.write('pass.txt', `${PASSPHRASE}\n`)
    const policy = 'threshold: 2, custodians: [Ada, Grace, Zoë], identity: hybrid'
    desk.write('plan.yaml', planText(policy))
    const kit = at('ceremony/kit.json')
    const vault = ['--vault', at('test.vault')]
    await traced('ceremony', [
      ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt')],
      ...['--out', at('ceremony'), ...vault],
    ])
    const shares = readdirSync(at('ceremony/shares'))
      .filter(name => name.endsWith('.txt'))
      .map(name => at(`ceremony/shares/${name}`))
    const opening = [
      ...['--kit', kit, '--share', ...shares.slice(0, 2), '--passphrase-file', at('pass.txt')],
    ]
    const backup = at('backup.age')
    await traced('backup', [
      'backup',
      'create',
      '--kit',
      kit,
      '--out',
      backup,
      ...vault,
      at('tree'),
    ])
    await traced('restore', ['recover', 'backup', backup, ...opening, '--out', at('restored')])
    await traced('key', ['recover', 'key', 'video-root', ...opening, '--out', at('video.key')])
    await traced('identity', ['recover', 'identity', '--backup-key', '1', ...opening])
    await traced('inspect', ['share', 'inspect', shares[0] ?? '', '--kit', kit])
    needles = await needlesOfQuorum({ kit, shares, passphrase: PASSPHRASE })
  })
  after(() => desk.remove())

  it('holds a secret only where one was asked for', () => {
    for (const [command, { written }] of traces) {
      for (const [file, bytes] of written) {
        const target = file.replace(PART, '/$1')
        if (SECRET_FILES.test(target) || (command === 'identity' && file === 'stdout')) continue
        assert.deepEqual(searchBytes(bytes, needles), [], `${command} wrote ${file}`)
      }
    }
  })

  it('was seen: the files, the temporary ones, the database, and the answers', () => {
    const ceremony = traces.get('ceremony')?.written ?? new Map()
    const files = [...ceremony.keys()]
    for (const pattern of [
      /\/ceremony\/shares\/\.01-ada\.txt\.keyclave-part-[\w-]+\/part$/,
      /\/ceremony\/\.kit\.json\.keyclave-part-[\w-]+\/part$/,
      /\/test\.vault\.\w+\.new$/,
      /\/test\.vault-wal$/,
      /^stdout$/,
    ]) {
      assert.ok(
        files.some(file => pattern.test(file)),
        `${pattern} among\n${files.join('\n')}`,
      )
    }
    const targetOf = (file: string): string => file.replace(PART, '/$1')
    // In a PDF the words are numbers of glyphs; that they are there is seen in test/paper.
    const shares = files.filter(
      file => SECRET_FILES.test(targetOf(file)) && !targetOf(file).endsWith('.pdf'),
    )
    for (const file of shares) assert.notDeepEqual(searchBytes(ceremony.get(file), needles), [])
    assert.notDeepEqual(searchBytes(readFileSync(desk.at('video.key')), needles), [])
    const identity = traces.get('identity')?.written.get('stdout') ?? Buffer.alloc(0)
    assert.notDeepEqual(searchBytes(identity, needles), [])
  })

  it('leaves nothing behind that holds a secret and was not asked for', () => {
    const all = readdirSync(desk.path, { recursive: true, withFileTypes: true })
    for (const entry of all.filter(entry => entry.isFile())) {
      const file = path.join(entry.parentPath, entry.name)
      if (SECRET_FILES.test(file) || file === desk.at('pass.txt')) continue
      assert.deepEqual(searchBytes(readFileSync(file), needles), [], file)
    }
    assert.deepEqual(readdirSync(desk.at('tmp')), [])
    assert.ok(existsSync(desk.at('test.vault')))
  })

  it('puts no secret into arguments or environment, and starts no other program', () => {
    for (const [command, { started, mapped }] of traces) {
      assert.equal(started.length, 1, `${command} started\n${started.join('\n')}`)
      for (const line of started) assert.deepEqual(searchBytes(line, needles), [], command)
      assert.deepEqual(
        mapped,
        [],
        'no file is written by way of memory, where it would not be seen',
      )
    }
  })
})
