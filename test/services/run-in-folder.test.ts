import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/random.ts'
import { runInFolder } from '../../main/services/ceremony/in-folder/run-in-folder.ts'
import { createInput } from '../../main/services/files/input.ts'
import { createPapers } from '../../main/services/pages/papers.ts'
import { vaultOpener } from '../../main/services/vaults/vaults.ts'
import { nodeScansHere } from '../../main/shells/card-process.ts'
import { refusal } from '../core/refusal.ts'

const PLAN = `title: T
organisation: O
quorum: { threshold: 2, custodians: [Ada, Grace], identity: classic, kdf: 1 }
`
const now = () => new Date()

test('once a ceremony is in force its shares stay, whatever fails after that', async context => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-run-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const at = (name: string): string => path.join(folder, name)
  writeFileSync(at('plan.yaml'), PLAN)
  writeFileSync(at('pass'), 'unmixed tarantula gumdrop sandal\n')
  const open = vaultOpener({ now, random: osRandom })
  const openVault: typeof open = async (file, mode) => {
    const vault = await open(file, mode)
    const close: typeof vault.ceremonies.close = (...args) => {
      vault.ceremonies.close(...args)
      writeFileSync(at('out/kit.json'), 'somebody else was faster')
    }
    return { ...vault, ceremonies: { ...vault.ceremonies, close } }
  }
  const request = {
    ...{ plan: at('plan.yaml'), passphraseFile: at('pass') },
    ...{ out: at('out'), vault: at('vault') },
    printed: { paper: 'a4', plain: false, layout: 'standard' } as const,
  }
  const input = createInput(Readable.from([]), nodeScansHere('.'))
  const papers = createPapers(specifier => import.meta.resolve(specifier), 'keyclave 0.1.0')
  const tools = {
    ...{ input, openVault, now, random: osRandom, software: 'test', papers },
    uptime: () => 0,
    programDate: new Date('2026-01-01'),
  }
  const watch = { signal: new AbortController().signal, onEvent: () => {} }
  await assert.rejects(
    runInFolder(request, tools, watch),
    refusal('FILE_EXISTS', { path: at('out/kit.json') }),
  )
  assert.deepEqual(readdirSync(at('out/shares')), [
    ...['01-ada.pdf', '01-ada.txt', '02-grace.pdf', '02-grace.txt'],
  ])
  const vault = await open(at('vault'), 'read')
  assert.deepEqual(
    vault.quorums.list().map(quorum => quorum.state),
    ['in-force'],
  )
  vault.close()
})
