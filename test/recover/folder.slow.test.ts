import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { identityToRecipient } from 'age-encryption'
import type { Browser } from 'playwright-core'
import { createBackup } from '../../main/core/backup/index.ts'
import { osRandom } from '../../main/core/bytes/index.ts'
import {
  archiveOf,
  cardText,
  golden,
  PageAtHand,
  passphraseOf,
  recoverPage,
  startBrowser,
} from './page-at-hand.ts'

/**
 * recover.html writes into a folder that somebody chooses. A headless browser shows no picker: the folder is the
 * browser's own (the origin's private file system), with the handles that a picker gives.
 */

const CLASSIC = 'small-team-classic'
const MIB = 1024 * 1024
/** What is hashed at once, here and in the page. */
const SLICE = 8 * MIB

const PICKERS = `
globalThis.showDirectoryPicker = () => navigator.storage.getDirectory()
globalThis.showSaveFilePicker = async ({ suggestedName }) =>
  (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true })
`

/** Each file in the folder, by its path, with its size and the SHA-256 of each of its slices. */
const LOOK = `(async () => {
  const found = {}
  const look = async (folder, at) => {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === 'directory') { await look(handle, at + name + '/'); continue }
      const file = await handle.getFile()
      const slices = []
      for (let from = 0; from < file.size; from += ${SLICE}) {
        const bytes = await file.slice(from, from + ${SLICE}).arrayBuffer()
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
        slices.push([...hash].map(byte => byte.toString(16).padStart(2, '0')).join(''))
      }
      found[at + name] = { size: file.size, slices }
    }
  }
  await look(await navigator.storage.getDirectory(), '')
  return found
})()`

interface Found {
  readonly size: number
  readonly slices: readonly string[]
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A file of so many MiB that is one piece over and over; of noise, which no compression makes smaller. */
function large(name: string, mebibytes: number, piece: Buffer) {
  const size = mebibytes * MIB
  const at = (position: number, length: number): Buffer => {
    const from = position % piece.length
    return piece.subarray(from, Math.min(from + length, piece.length))
  }
  const open = async () => {
    let position = 0
    return {
      read: async (into: Buffer): Promise<number> => {
        const length = Math.min(into.length, size - position)
        const read = at(position, length).copy(into)
        position += read
        return read
      },
      close: async () => {},
    }
  }
  const slices = Array.from({ length: Math.ceil(size / SLICE) }, () => sha256(piece))
  const named = { path: name, mode: 0o644, mtime: new Date('2026-01-02T03:04:05Z') }
  return { entry: { type: 'file' as const, ...named, size, open }, found: { size, slices } }
}

/** Resident bytes of the browser's processes together, by their kinds; the browser is found by its mark. */
function memoryOf(mark: string): { readonly renderer: number; readonly all: number } {
  const processes = readdirSync('/proc').flatMap(pid => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      const number = (field: string): number =>
        Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
      return [{ pid, parent: `${number('PPid')}`, command, resident: number('RssAnon') * 1024 }]
    } catch {
      return []
    }
  })
  const own = new Set(processes.filter(({ command }) => command.includes(mark)).map(p => p.pid))
  for (let before = 0; before !== own.size; ) {
    before = own.size
    for (const { pid, parent } of processes) if (own.has(parent)) own.add(pid)
  }
  const mine = processes.filter(({ pid }) => own.has(pid))
  const sum = (of: typeof mine) => of.reduce((total, { resident }) => total + resident, 0)
  return { renderer: sum(mine.filter(p => p.command.includes('--type=renderer'))), all: sum(mine) }
}

describe('recover.html, into a folder', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'keyclave-folder-'))
  const mark = `--keyclave-mark=${path.basename(scratch)}`
  let browser: Browser
  before(async () => {
    browser = await startBrowser([mark])
  })
  after(async () => {
    await browser.close()
    rmSync(scratch, { recursive: true, force: true })
  })

  async function openedPage(): Promise<PageAtHand> {
    const hand = await PageAtHand.open(browser)
    // A page from a file has no file system of its own: here it is from a place that is nowhere, and is the same page.
    const html = readFileSync(await recoverPage())
    await hand.page.route('https://recover.invalid/', route =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
    )
    await hand.page.goto('https://recover.invalid/')
    await hand.page.evaluate(PICKERS)
    for (const card of ['01-ines', '02-walt']) {
      assert.equal(await hand.card(cardText(CLASSIC, card)), null)
    }
    assert.equal(await hand.open(passphraseOf(CLASSIC)), null)
    return hand
  }

  it('writes files and folders, and the tar file in a place that is chosen, as they were', async () => {
    const hand = await openedPage()
    try {
      const backup = golden(`${CLASSIC}/office.tar.zst.age`)
      await hand.backup(backup)
      assert.equal(await hand.restore('Restore into a folder'), null)
      assert.equal(await hand.restore('Save as one tar file'), null)
      const found = (await hand.page.evaluate(LOOK)) as { readonly [file: string]: Found }
      const identity = readFileSync(golden(`${CLASSIC}/opened/quorum.txt`))
      const tar = await archiveOf(backup, identity)
      assert.deepEqual(found['office-restored.tar']?.slices, [sha256(tar)])
      const files = Object.keys(found).filter(name => name.startsWith('office-restored/'))
      assert.ok(files.length > 2, `${files}`)
      const again = await hand.restore('Restore into a folder')
      assert.match(again ?? '', /there is already something called "office-restored"/)
    } finally {
      await hand.close()
    }
  })

  it('restores more than a GiB in memory that does not grow with it', async t => {
    const noise = large('large/noise.bin', 64, osRandom(SLICE))
    const text = large('large/text.txt', 1000, Buffer.alloc(SLICE, 'all work and no play\n'))
    const recipient = await identityToRecipient(
      readFileSync(golden(`${CLASSIC}/opened/quorum.txt`), 'utf8').trim(),
    )
    const file = path.join(scratch, 'large.tar.zst.age')
    const out = openSync(file, 'w')
    const folder = { path: 'large', mode: 0o755, mtime: new Date('2026-01-02T03:04:05Z') }
    await createBackup({
      ...{ created: new Date('2026-11-21T12:00:00.000Z'), setId: '913226ed18', generation: 1 },
      entries: [{ type: 'directory', ...folder }, noise.entry, text.entry],
      ...{ recipients: [recipient], threads: 2, random: osRandom },
      output: {
        add: async piece => {
          for (const part of piece.parts) writeSync(out, part)
          piece.release()
        },
        end: async () => {},
      },
    })
    closeSync(out)

    const hand = await openedPage()
    try {
      await hand.backup(file)
      const before = memoryOf(mark)
      let most = before
      const watching = setInterval(() => {
        const { renderer, all } = memoryOf(mark)
        most = { renderer: Math.max(most.renderer, renderer), all: Math.max(most.all, all) }
      }, 500)
      hand.page.setDefaultTimeout(1_200_000)
      const began = performance.now()
      const refused = await hand.restore('Restore into a folder')
      clearInterval(watching)
      assert.equal(refused, null)
      const mebibytes = (bytes: number): number => Math.round(bytes / MIB)
      t.diagnostic(
        `${mebibytes(noise.found.size + text.found.size)} MiB, a backup of ${mebibytes(statSync(file).size)} MiB, in ${Math.round((performance.now() - began) / 1000)} s; renderer ${mebibytes(before.renderer)} → at most ${mebibytes(most.renderer)} MiB, all processes ${mebibytes(before.all)} → ${mebibytes(most.all)} MiB`,
      )
      const found = (await hand.page.evaluate(LOOK)) as { readonly [file: string]: Found }
      assert.deepEqual(found['large-restored/large/noise.bin'], noise.found)
      assert.deepEqual(found['large-restored/large/text.txt'], text.found)
      // The page and its thread. A private window's own file system is in the memory of the browser: what is written
      // there is what the other processes have grown by, and a folder on a drive would not be.
      assert.ok(
        mebibytes(most.renderer - before.renderer) < 200,
        'memory grew with what was restored',
      )
    } finally {
      await hand.close()
    }
  })
})
