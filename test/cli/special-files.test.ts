/** Pipes, sockets and devices in the place of a file: refused at once, whatever the file was to be. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { readSmallFile } from '../../main/services/files/small-file.ts'
import { openSource } from '../../main/services/files/source-tree.ts'
import { keyclaveWithoutCard } from './command-line.ts'

let folder = ''
let server: Server
const at = (name: string): string => path.join(folder, name)

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-special-'))
  assert.equal(spawnSync('mkfifo', [at('pipe')]).status, 0)
  writeFileSync(at('file'), 'text')
  server = createServer().listen(at('socket'))
  await once(server, 'listening')
})
after(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

test('every kind of input that a command takes is refused where it is no file', async () => {
  const specials = [
    ['pipe', 'a pipe with a name'],
    ['socket', 'a socket'],
  ] as const
  for (const [name, words] of specials) {
    const special = at(name)
    const open = ['--passphrase-file', at('file')]
    const commands = [
      ['share', 'inspect', special],
      ['recover', 'identity', '--share', special, ...open],
      ['kit', 'inspect', special],
      ['record', 'verify', special],
      ['ceremony', 'run', special, '--out', at('out'), ...open],
      ['card', 'passphrase', '--passphrase-file', special, '--out', at('out.pdf')],
    ]
    for (const command of commands) {
      const { code, err } = await keyclaveWithoutCard(command)
      assert.notEqual(code, 0, command.join(' '))
      assert.ok(err.includes('FILE_SPECIAL') && err.includes(words), `${command.join(' ')}: ${err}`)
    }
    const vault = await keyclaveWithoutCard(['audit', 'verify', '--vault', special])
    assert.match(vault.err, /error\[VAULT_FOREIGN\]|error\[FILE_SPECIAL\]/)
  }
})

test('a device is refused, and what the shell redirected is read', async () => {
  await assert.rejects(readSmallFile('/dev/zero', 100), {
    code: 'FILE_SPECIAL',
    data: { path: '/dev/zero', kind: 'device' },
  })
  await assert.rejects(openSource(at('pipe')), { code: 'FILE_SPECIAL' })
  const program = `
    import { readSmallFile } from '${path.resolve('main/services/files/small-file.ts')}'
    process.stdout.write(await readSmallFile(process.argv[1], 100))`
  const script = `exec "$0" --input-type=module -e "$1" <(printf from-a-command)`
  const child = spawn('bash', ['-c', script, process.execPath, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let read = ''
  child.stdout.on('data', piece => {
    read += piece
  })
  assert.deepEqual(await once(child, 'close'), [0, null])
  assert.equal(read, 'from-a-command')
})
