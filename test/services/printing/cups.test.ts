import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { deflateSync, inflateSync } from 'node:zlib'
import { printShareCards } from '../../../main/paper/pages.ts'
import { createCups, type PrintSystem } from '../../../main/services/printing/cups.ts'
import { createPrinting, type Printing } from '../../../main/services/printing/printing.ts'
import { refusal } from '../../core/refusal.ts'
import { choose } from '../../paper/printed.ts'
import { type Needle, shareNeedles } from '../../secrets/needles.ts'
import { type Scheduler, startScheduler } from './scheduler.ts'

/**
 * Printing through a real CUPS, configured as Debian does: what comes out is what went in, and nothing of
 * it is left.
 */

const A_SHARE = Buffer.from(Array.from({ length: 44 }, (_, i) => (i * 89 + 7) % 256))
A_SHARE.set([0x33, 1, 2, 3, 4, 5, 2, 1])
const FACTS = {
  ...{ title: 'Root key ceremony 2026', organisation: 'Example Ltd', date: '2026-11-21' },
  ...{ setId: '0102030405', fingerprint: '0000 1111', threshold: 2, auditHead: null },
  ...{ contact: null, software: 'keyclave 0.1.0' },
  custodians: ['Ada', 'Grace'],
  languages: [],
}
const never = new AbortController().signal

/** Pieces of the page itself: its PDF is not compressed, so what is drawn for the share stands in it. */
const pageNeedles = (pdf: Buffer): readonly Needle[] =>
  Array.from({ length: Math.floor((pdf.length - 32) / 200) }, (_, i) => ({
    name: `page, byte ${200 * i}`,
    bytes: Buffer.from(pdf.subarray(200 * i, 200 * i + 32)),
  }))

/** Everything in these bytes that zlib can unpack. */
function* inflated(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1)) {
    if (![0x01, 0x5e, 0x9c, 0xda].includes(bytes[at + 1] ?? 0)) continue
    try {
      yield inflateSync(bytes.subarray(at), { finishFlush: 2 })
    } catch {
      // No stream begins here.
    }
  }
}

/** Where a folder holds any of them, also compressed. */
function findings(folder: string, needles: readonly Needle[]): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(file =>
    file.isFile(),
  )
  return files.flatMap(file => {
    const name = path.join(file.parentPath, file.name)
    const bytes = readFileSync(name)
    return [bytes, ...inflated(bytes)].flatMap(text =>
      needles
        .filter(needle => text.includes(needle.bytes))
        .map(needle => `${needle.name} in ${path.relative(folder, name)}`),
    )
  })
}

describe('CUPS', { concurrency: 1 }, () => {
  let scheduler: Scheduler
  let system: PrintSystem
  let printing: Printing
  let card: Buffer
  let needles: readonly Needle[]
  before(async () => {
    scheduler = await startScheduler()
    scheduler.queue('Desk', '-v', 'usb://Example/Laser?serial=1', '-D', 'by the window', '-E')
    scheduler.queue('Floor', '-v', 'ipp://10.0.0.5/ipp/print', '-E')
    scheduler.queue('Loop', '-v', 'ipp://localhost:60000/ipp/print', '-E')
    scheduler.queue('Disk', '-v', 'file:/tmp/never', '-E')
    system = createCups(scheduler.tools)
    printing = createPrinting({ system, pause, monotonic: () => performance.now() })
    const style = { paper: 'a4', plain: false, layout: 'standard' } as const
    const [made] = await printShareCards([A_SHARE], FACTS, style, choose)
    assert.ok(made)
    card = made
    needles = [...shareNeedles('share', A_SHARE), ...pageNeedles(card)]
  })
  after(() => scheduler.stop())
  afterEach(() => {
    scheduler.behave('well')
    scheduler.command('cupsenable', 'Desk')
  })
  const print = (signal = never) =>
    printing.local('Desk').then(desk => printing.printSecret(card, desk, 'a4', signal))
  const kept = () => ({
    spool: readdirSync(path.join(scheduler.folder, 'spool'), { recursive: true }),
    jobs: scheduler.command('lpstat', '-W', 'all', '-o'),
  })
  const nothing = { spool: ['tmp'], jobs: '' }

  it('lists its printers, and how a page reaches each', async () => {
    const printers = new Map((await printing.printers()).map(other => [other.name, other]))
    assert.deepEqual(printers.get('Desk'), {
      ...{ name: 'Desk', description: 'by the window', device: 'usb://Example/Laser?serial=1' },
      ...{ reach: 'cable', stopped: null, takesPdf: true },
    })
    assert.deepEqual([...printers.values()].map(({ name, reach }) => `${name} ${reach}`).sort(), [
      'Desk cable',
      'Disk file',
      'Floor network',
      'Loop this-machine',
    ])
  })

  it('prints a card as it is, and forgets it', async () => {
    const before = scheduler.printed().length
    const page = await print()
    assert.equal(page.removed, true)
    assert.equal(page.device, 'usb://Example/Laser?serial=1')
    const out = scheduler.printed().slice(before)
    assert.equal(out.length, 1)
    assert.ok(out[0]?.equals(card), 'the bytes that came out are those that went in')
    assert.deepEqual(kept(), nothing)
    for (const folder of ['spool', 'cache', 'state', 'log', 'etc']) {
      assert.deepEqual(findings(path.join(scheduler.folder, folder), needles), [], folder)
    }
  })

  it('would be seen to leave something: the search finds a card in the spool while it is printed', async () => {
    scheduler.behave('held')
    const printed = print()
    const spool = path.join(scheduler.folder, 'spool')
    await scheduler.holding()
    assert.ok(findings(spool, needles).length > 100)
    scheduler.behave('well')
    await printed
    assert.deepEqual(findings(spool, needles), [])
    writeFileSync(path.join(spool, 'tmp/planted'), deflateSync(card))
    assert.ok(findings(spool, needles).length > 100, 'also compressed')
    rmSync(path.join(spool, 'tmp/planted'))
  })

  it('says in no log and no queue what was printed', async () => {
    await print()
    const log = readFileSync(path.join(scheduler.folder, 'log/error'), 'utf8')
    assert.ok(log.includes('Keyclave page'))
    assert.doesNotMatch(log, /Ada|Grace|share card|0102030405/)
  })

  it('takes a job back when it is cancelled', async () => {
    scheduler.behave('held')
    const cancel = new AbortController()
    const printed = print(cancel.signal)
    await scheduler.holding()
    cancel.abort()
    await assert.rejects(printed, refusal('CANCELLED'))
    assert.equal(scheduler.command('lpstat', '-W', 'all', '-o'), '')
  })

  it('takes a job back when the printer breaks', async () => {
    scheduler.behave('brokenly')
    await assert.rejects(print(), refusal('PRINTER_FAILED'))
    assert.deepEqual(kept(), nothing)
  })

  it('prints nothing on a stopped printer', async () => {
    scheduler.command('cupsdisable', '-r', 'out of paper', 'Desk')
    await assert.rejects(
      print(),
      refusal('PRINTER_STOPPED', { printer: 'Desk', why: 'out of paper' }),
    )
    assert.deepEqual(kept(), nothing)
  })

  it('prints nothing where no jobs are taken', async () => {
    scheduler.command('cupsreject', 'Desk')
    await assert.rejects(print(), refusal('PRINTER_STOPPED'))
    scheduler.command('cupsaccept', 'Desk')
  })

  it('prints no secret on a printer that was moved after it was confirmed', async () => {
    const desk = await printing.local('Desk')
    scheduler.queue('Desk', '-v', 'usb://Example/Other')
    await assert.rejects(printing.printSecret(card, desk, 'a4', never), refusal('PRINTER_CHANGED'))
    scheduler.queue('Desk', '-v', 'usb://Example/Laser?serial=1')
  })

  for (const [name, code] of [
    ['Floor', 'PRINTER_NOT_LOCAL'],
    ['Disk', 'PRINTER_NOT_LOCAL'],
    ['Nowhere', 'PRINTER_UNKNOWN'],
  ] as const) {
    it(`prints no secret on ${name}: ${code}`, async () => {
      const jobs = scheduler.printed().length
      await assert.rejects(printing.local(name), refusal(code))
      const there = { name, device: 'usb://Example/Laser?serial=1' }
      await assert.rejects(printing.printSecret(card, there, 'a4', never), refusal(code))
      assert.equal(scheduler.printed().length, jobs)
      assert.deepEqual(kept(), nothing)
    })
  }

  it('prints what is no secret on a network printer, too', async () => {
    const { printer, removed } = await printing.printPublic(card, 'Floor', 'letter', never)
    assert.deepEqual({ printer, removed }, { printer: 'Floor', removed: true })
  })

  it('names a queue that does not exist any more, when the page is handed in', async () => {
    await assert.rejects(system.submit(card, 'Gone', 'a4'), refusal('PRINTER_REFUSED'))
  })

  it('does not take another program at the socket for a print system', async () => {
    const elsewhere = createCups({ ...scheduler.tools, socket: `${scheduler.folder}/none.sock` })
    await assert.rejects(elsewhere.printers(), refusal('PRINTER_SYSTEM'))
  })
})

describe('CUPS that keeps nothing', () => {
  it('has printed a job that it has forgotten', async context => {
    const scheduler = await startScheduler({ keeps: 'PreserveJobHistory No\nPreserveJobFiles No' })
    context.after(() => scheduler.stop())
    scheduler.queue('Desk', '-v', 'usb://Example/Laser', '-E')
    const system = createCups(scheduler.tools)
    const printing = createPrinting({ system, pause, monotonic: () => performance.now() })
    const desk = await printing.local('Desk')
    const pdf = Buffer.from('%PDF-1.4 a page')
    const page = await printing.printSecret(pdf, desk, 'a4', never)
    assert.equal(page.removed, true)
    assert.deepEqual(
      scheduler.printed().map(out => out.toString()),
      ['%PDF-1.4 a page'],
    )
  })
})
