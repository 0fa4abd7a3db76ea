/** A health check opens the vault once, at both desks: each opening verifies its whole log. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { beforeEach, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { osRandom } from '../../main/core/bytes/random.ts'
import { createInput } from '../../main/services/files/input.ts'
import { createShareScreen } from '../../main/services/shares/share-screen.ts'
import { createShares } from '../../main/services/shares/shares.ts'
import { type OpenVault, vaultOpener } from '../../main/services/vaults/vaults.ts'
import { Workspace } from '../../main/services/vaults/workspace.ts'
import { refusal } from '../core/refusal.ts'
import { newDesk } from '../golden/golden.ts'

const FOLDER = path.join(import.meta.dirname, '../vectors/golden-statement-3/small-team')
const bytesOf = (name: string): Buffer => readFileSync(path.join(FOLDER, name))
const desk = newDesk()
const kit = desk.write('kit.json', bytesOf('kit.json'))
const card = desk.write('card.txt', bytesOf('cards/01-ada.txt'))
const { setId } = (JSON.parse(readFileSync(kit, 'utf8')) as { quorum: { setId: string } }).quorum
const input = createInput(Readable.from([]), () => assert.fail())
const watch = { signal: new AbortController().signal, onEvent: () => {} }

const opener = vaultOpener({ now: () => new Date(), random: osRandom })
let openings = 0
const openVault: OpenVault = (at, mode) => {
  openings += 1
  return opener(at, mode)
}
let vault = ''
beforeEach(context => {
  vault = desk.write(`${context.name.slice(0, 8)}.vault`, gunzipSync(bytesOf('office.vault.gz')))
  openings = 0
})

test('on the command line', async () => {
  const shares = createShares({
    ...{ input, openVault, software: 'test', now: () => new Date(), random: osRandom },
    uptime: () => 0,
  })
  const found = await shares.inspect({ file: card, kit, vault, showCorrections: false }, watch)
  assert.equal(found.recorded?.result, 'sound')
  assert.equal(openings, 1)
})

test('in the window, with the kit of the vault and with one of a file', async () => {
  const workspace = new Workspace(openVault)
  await workspace.open(vault, false)
  const screen = createShareScreen({ input, workspace })
  const entered = { kind: 'file', path: card } as const
  for (const source of [{ kind: 'vault', setId } as const, { kind: 'file', path: kit } as const]) {
    openings = 0
    const found = await screen.check(source, entered, false)
    assert.equal(found.result, 'sound')
    assert.ok(found.recorded)
    assert.equal(openings, 1)
  }
})

test('with an attempt that is noted', async () => {
  const forged = readFileSync(card, 'utf8').replace(/entry 11, words/, 'entry 12, words')
  const other = desk.write('forged.txt', forged)
  const shares = createShares({
    ...{ input, openVault, software: 'test', now: () => new Date(), random: osRandom },
    uptime: () => 0,
  })
  const request = { file: other, kit, vault, showCorrections: false }
  await assert.rejects(shares.inspect(request, watch), refusal('VAULT_HEAD'))
  assert.equal(openings, 1)
})
