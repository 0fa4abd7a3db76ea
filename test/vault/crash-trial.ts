import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AuditHead } from '../../main/core/text/audit-head.ts'
import type { Vault } from '../../main/vault/vault.ts'
import { seeded } from '../setup/seed.ts'
import { withVault } from './vault-fixture.ts'

/** What the child had said when it was killed. */
interface Said {
  readonly closed: readonly string[]
  readonly head: AuditHead | undefined
}

/**
 * Lets a process run ceremonies on a vault and kills it.
 *
 * @param delay milliseconds to wait before the kill
 * @param from  what is waited for first: the start of the process, or its first word
 */
async function runAndKill(file: string, delay: number, from: 'start' | 'word'): Promise<Said> {
  const script = fileURLToPath(new URL('./crash.child.ts', import.meta.url))
  const child = spawn(process.execPath, [...seeded(), script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data
  })
  const closed = once(child, 'close')
  if (from === 'word') await once(child.stdout, 'data')
  await new Promise(resolve => setTimeout(resolve, delay))
  assert.equal(child.exitCode, null, 'the child ended by itself')
  child.kill('SIGKILL')
  await closed
  // A last line without its end was not said.
  const lines = output.slice(0, output.lastIndexOf('\n') + 1).split('\n')
  const heads = lines.filter(line => line.startsWith('head '))
  const [, size, hash] = heads.at(-1)?.split(' ') ?? []
  return {
    closed: lines.filter(line => line.startsWith('closed ')).map(line => line.slice(7)),
    head: size && hash ? { size: Number(size), hash } : undefined,
  }
}

/** Whatever stands in a ceremony is either in force altogether or not at all. */
function assertOldOrNew(vault: Vault): void {
  for (const { id, state } of vault.ceremonies.list()) {
    for (const { setId, state: quorumState, count } of vault.quorums.ofCeremony(id)) {
      const shares = vault.shareRegister.of(setId)
      const kits = vault.kits.revisionsOf(setId).length
      const keys = vault.keys.of(setId).length
      if (state === 'closed') {
        assert.equal(quorumState, 'in-force')
        assert.equal(shares.length, count)
        assert.ok(shares.every(share => share.state === 'in-force'))
        assert.equal(vault.backupKeys.of(setId).length, 1)
        // Founded with two keys; a third was added later, with its kit.
        assert.ok(keys === kits + 1 && (kits === 1 || kits === 2), `${keys} keys, ${kits} kits`)
      } else {
        assert.ok(shares.every(share => share.state !== 'in-force'))
        assert.deepEqual([kits, keys, vault.backupKeys.of(setId).length], [0, 0, 0])
        if (state === 'void') {
          assert.equal(quorumState, 'void')
          assert.ok(shares.every(share => share.state === 'void'))
        }
      }
    }
  }
}

/** Kills a process at work on the vault, and checks what it left behind. */
export async function crashTrial(
  file: string,
  delay: number,
  from: 'start' | 'word',
): Promise<void> {
  const said = await runAndKill(file, delay, from)
  if (!existsSync(file)) {
    assert.equal(said.head, undefined)
    return
  }
  const check = (vault: Vault): void => {
    vault.audit.verify(said.head)
    assertOldOrNew(vault)
    for (const id of said.closed) assert.equal(vault.ceremonies.get(id).state, 'closed')
    const ended = [...vault.audit.entries()].filter(entry => entry.action === 'ceremony.closed')
    const closed = vault.ceremonies.list().filter(ceremony => ceremony.state === 'closed')
    assert.deepEqual(
      ended.map(entry => entry.subject),
      closed.map(ceremony => `ceremony:${ceremony.id}`),
    )
  }
  let open: string | undefined
  await withVault(
    file,
    vault => {
      check(vault)
      open = vault.ceremonies.current()?.id
    },
    { mode: 'read' },
  )
  await withVault(file, vault => {
    assert.equal(vault.interrupted?.id, open)
    assert.equal(vault.ceremonies.current(), null)
    check(vault)
  })
  // Closed again, the vault is one file; a creation that was killed leaves its unfinished file.
  const left = readdirSync(path.dirname(file)).filter(name => !name.includes('.new'))
  assert.deepEqual(left, [path.basename(file)])
}
