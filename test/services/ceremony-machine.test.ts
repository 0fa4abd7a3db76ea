/** The machine that was started from the image: what the window asks of it, and that no other is ever changed. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import {
  type CeremonyMachine,
  createCeremonyMachine,
} from '../../main/services/ceremony-machine/index.ts'
import type { Media } from '../../main/services/medium/index.ts'

const media: Media = {
  hash: async () => ({
    ...{ name: 'KEYCLAVE_0_1_0', length: 2048, beyond: null, sha256: 'ab'.repeat(32) },
    words: ['ratchet'],
  }),
}

describe('on a machine that was started from the image', () => {
  let folder = ''
  let asked: string[] = []
  let answers: Record<string, string> = {}
  let server: Server
  let machine: CeremonyMachine

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'keyclave-machine-'))
    asked = []
    answers = { keyboard: 'us\n', media: '/dev/sda\n' }
    const socket = path.join(folder, 'socket')
    server = createServer(connection => {
      connection.setEncoding('utf8').once('data', (line: string) => {
        asked.push(line.trimEnd())
        connection.end(answers[line.trimEnd()] ?? 'done\n')
      })
    })
    await new Promise<void>(resolve => server.listen(socket, resolve))
    machine = createCeremonyMachine({ socket, media })
  })
  afterEach(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the keyboard counts as chosen once somebody has said which it is', async () => {
    assert.deepEqual(await machine.show(), { machine: { keyboard: 'us', chosen: false } })
    answers.keyboard = 'de\n'
    assert.deepEqual(await machine.setKeyboard('de'), {
      machine: { keyboard: 'de', chosen: true },
    })
    assert.deepEqual(asked, ['keyboard', 'keyboard de', 'keyboard'])
  })

  test('a layout that is not offered is said to be another one', async () => {
    answers.keyboard = 'toString\n'
    assert.deepEqual(await machine.show(), { machine: { keyboard: null, chosen: false } })
  })

  test('a time is set as it was typed, and what is no time reaches nobody', async () => {
    await machine.setClock(' 2026-11-27 09:30 ')
    assert.deepEqual(asked, ['clock 2026-11-27T09:30'])
    for (const typed of [
      ...['', '9:30', '2026-02-30 09:30', '2026-11-27 24:00', '2026-11-27 09:30; reboot'],
      ...['2026-11-27 09:30\noff', '1999-01-01 00:00'],
    ]) {
      await assert.rejects(machine.setClock(typed), { code: 'MACHINE_TIME' }, typed)
    }
    assert.equal(asked.length, 1)
  })

  test('only what it names as a medium is hashed', async () => {
    const { words } = await machine.hashMedium('/dev/sda')
    assert.deepEqual(words, ['ratchet'])
    await assert.rejects(machine.hashMedium('/etc/shadow'), {
      ...{ code: 'MACHINE_NO_MEDIUM', data: { path: '/etc/shadow' } },
    })
  })

  test('it is switched off; where it refuses or has gone, that is said', async () => {
    await machine.switchOff()
    assert.deepEqual(asked, ['off'])
    answers.off = 'refused\n'
    await assert.rejects(machine.switchOff(), { code: 'MACHINE_REFUSED', data: { deed: 'off' } })
    server.close()
    await assert.rejects(machine.media(), { code: 'MACHINE_REFUSED', data: { deed: 'media' } })
  })
})

test('any other machine is shown as none, and nothing of it is changed', async () => {
  const machine = createCeremonyMachine({ socket: null, media })
  assert.deepEqual(await machine.show(), { machine: null })
  for (const deed of [
    () => machine.setKeyboard('de'),
    () => machine.setClock('2026-11-27 09:30'),
    () => machine.media(),
    () => machine.hashMedium('/dev/sda'),
    () => machine.switchOff(),
  ]) {
    await assert.rejects(deed, { code: 'MACHINE_OTHER' })
  }
})
