/** The connected side of a delivery in tests: a folder of its own, in which the printed commands are run. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { deliver } from '../../main/core/deliveries/deliver.ts'
import { prepareDelivery } from '../../main/core/deliveries/index.ts'
import type { Step } from '../../shared/delivery-steps.ts'
import { request } from '../core/deliveries/sides.ts'

const root = mkdtempSync(path.join(tmpdir(), 'keyclave-deliver-'))
after(() => rmSync(root, { recursive: true, force: true }))

/** The connected machine: its folder, and an age identity that packages are sealed to. */
export async function machine(name: string) {
  const folder = path.join(root, name)
  mkdirSync(path.join(folder, 'memory'), { recursive: true })
  const identity = await generateX25519Identity()
  writeFileSync(path.join(folder, 'machine.agekey'), `${identity}\n`)
  const recipient: Buffer = Buffer.from(`${await identityToRecipient(identity)}\n`)
  // What a page calls /dev/shm all tests of a machine would share.
  const here = (text: string): string => text.replaceAll('/dev/shm', path.join(folder, 'memory'))
  return {
    folder,
    recipient,
    write: (file: string, bytes: Buffer | string): void =>
      writeFileSync(path.join(folder, file), bytes),
    read: (file: string): Buffer => readFileSync(path.join(folder, file)),
    put: (files: readonly { readonly name: string; readonly bytes: Buffer }[]): void => {
      for (const { name, bytes } of files) {
        const text = bytes.toString('latin1')
        writeFileSync(path.join(folder, name), text.includes('/dev/shm') ? here(text) : bytes)
      }
    },
    /** Runs a shell line; its output, or null where it failed. */
    run: async (line: string, env: NodeJS.ProcessEnv = {}): Promise<string | null> => {
      const child = spawn('sh', ['-c', here(line)], {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      child.stderr.resume()
      const [status] = await once(child, 'close')
      return status === 0 ? said : null
    },
  }
}

export type Asking = Parameters<typeof request>[0]

export async function delivered(destination: string, asking: Asking, secret: Buffer, kek?: Buffer) {
  const prepared = prepareDelivery(destination, request(asking))
  return await deliver(prepared, kek === undefined ? { secret } : { secret, kek })
}

export const commandWith = (steps: readonly Step[], word: string): string =>
  steps.flatMap(({ commands }) => commands).find(line => line.includes(word)) ??
  assert.fail(`no command has ${word}`)
