import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Output } from '../../shared/contract.ts'
import { textOf } from '../paper/printed.ts'
import { bringQuorum } from './cards.ts'
import { type Scheduler, startScheduler } from './printing/scheduler.ts'
import { folderFor, openWindow, PASSPHRASE, toPassphrase, toShares } from './window.ts'

/** Printing in a ceremony, through the window's calls and a real CUPS. */

const STYLE = { paper: 'a4', plain: false, layout: 'standard' } as const

type Closed = Extract<Output<'ceremony.state'>, { step: 'closed' }>

/** The account of a ceremony as lines. */
const account = (record: Closed['record']): string[] =>
  record.map(({ step, facts }) => {
    const said = facts.map(({ name, value }) => `${name}=${value}`).sort()
    return `${step}: ${said.join(', ')}`
  })

describe('printing in a ceremony', { concurrency: 1 }, () => {
  let scheduler: Scheduler
  before(async () => {
    scheduler = await startScheduler()
    scheduler.queue('Desk', '-v', 'usb://Example/Laser', '-E')
    scheduler.queue('Floor', '-v', 'ipp://10.0.0.5/ipp/print', '-E')
  })
  after(() => scheduler.stop())
  beforeEach(() => scheduler.behave('well'))

  it('prints each card on a printer that was confirmed, and waits for somebody to look', async context => {
    const window = openWindow(context, { printSystem: scheduler.tools })
    await toShares(window)
    const desk = { index: 1, printer: 'Desk', as: STYLE }
    await window.refused('ceremony.printCard', desk, 'PRINTER_UNCONFIRMED')
    await window.refused('printing.confirm', { printer: 'Floor' }, 'PRINTER_NOT_LOCAL')
    await window.refused('printing.confirm', { printer: 'None' }, 'PRINTER_UNKNOWN')
    const { printers } = await window.call('printing.confirm', { printer: 'Desk' })
    assert.deepEqual(
      printers.map(({ name, confirmed }) => [name, confirmed]),
      [
        ['Desk', true],
        ['Floor', false],
      ],
    )
    await window.refused('ceremony.judgePrint', { index: 1, verdict: 'legible' }, 'CEREMONY_TURN')

    const before = scheduler.printed().length
    const state = await window.call('ceremony.printCard', desk)
    assert.ok(state.step === 'shares' && state.turn === 1)
    const print = state.shares[0]?.print
    assert.ok(print?.removed && !print.judged && print.printer === 'Desk')
    const [card = Buffer.alloc(0)] = scheduler.printed().slice(before)
    assert.ok(textOf(card, 'raw').includes('Share 1 of 3'))

    // Nothing goes on before somebody has looked at the page.
    const { words } = await window.call('ceremony.showShare', { index: 1 })

    // How it looks can be seen at any time: the share is covered, and no word of it is there.
    const drawn = await window.call('ceremony.drawCard', { index: 1, as: STYLE })
    const seen = textOf(Buffer.from(drawn.pdf, 'base64'), 'raw')
    assert.ok(seen.includes('Share 1 of 3') && seen.includes('••••••'))
    const shown = new Set(seen.split(/\s+/))
    assert.ok(words.filter(word => shown.has(word)).length < 4, 'as many as a text has by chance')
    await window.refused('ceremony.drawCard', { index: 9, as: STYLE }, 'SHARE_UNKNOWN_INDEX')
    await window.refused('ceremony.readBackShare', { index: 1, words }, 'PRINT_UNJUDGED')
    await window.refused('ceremony.printCard', desk, 'PRINT_UNJUDGED')
    await window.refused('ceremony.printCard', { ...desk, index: 2 }, 'CEREMONY_TURN')
    await window.call('ceremony.judgePrint', { index: 1, verdict: 'destroyed' })
    await window.refused('ceremony.judgePrint', { index: 1, verdict: 'legible' }, 'PRINT_NONE')
    await window.call('ceremony.printCard', desk)
    await window.call('ceremony.judgePrint', { index: 1, verdict: 'legible' })
    await window.call('ceremony.readBackShare', { index: 1, words })
    await window.refused('ceremony.printCard', desk, 'CARD_CHECKED')

    for (const index of [2, 3]) {
      const card = await window.call('ceremony.showShare', { index })
      await window.call('ceremony.readBackShare', { index, words: card.words })
    }
    await window.call('ceremony.prove', { passphrase: PASSPHRASE })
    const drives = folderFor(context, 'a', 'b')
    const folders = [`${drives}/a`, `${drives}/b`]
    const closed = await window.call('ceremony.close', { folders })
    assert.ok(closed.step === 'closed')
    const lines = account(closed.record)
    const printed =
      /^card printed: custodian=Ada, device=usb:\/\/Example\/Laser, index=1, job=\d+, printer=Desk, removed from the print system=yes$/
    assert.equal(lines.filter(line => printed.test(line)).length, 2)
    assert.ok(lines.includes('printer confirmed: device=usb://Example/Laser, printer=Desk'))
    assert.ok(lines.includes('print judged: custodian=Ada, index=1, verdict=destroyed'))
    assert.ok(lines.includes('print judged: custodian=Ada, index=1, verdict=legible'))
    const record = closed.places[0]?.record
    assert.ok(record)
    assert.ok(!readFileSync(record, 'utf8').includes(words.slice(0, 4).join(' ')))
  })

  it('prints the passphrase in a job of its own, before there are shares', async context => {
    const window = openWindow(context, { printSystem: scheduler.tools })
    await toPassphrase(window)
    const wish = { passphrase: PASSPHRASE, printer: 'Desk', paper: 'letter' } as const
    await window.refused('ceremony.printPassphrase', wish, 'PRINTER_UNCONFIRMED')
    const drawn = await window.call('ceremony.drawPassphrase', { paper: 'letter' })
    assert.ok(textOf(Buffer.from(drawn.pdf, 'base64'), 'raw').includes('••••••'))
    await window.call('printing.confirm', { printer: 'Desk' })
    const weak = { ...wish, passphrase: 'password' }
    await window.refused('ceremony.printPassphrase', weak, 'PASSPHRASE_SHORT')
    const before = scheduler.printed().length
    const { removed } = await window.call('ceremony.printPassphrase', wish)
    assert.ok(removed)
    const out = scheduler.printed().slice(before)
    assert.equal(out.length, 1)
    assert.ok(
      textOf(out[0] ?? Buffer.alloc(0), 'raw')
        .replaceAll(/\s+/g, ' ')
        .includes(PASSPHRASE),
    )
    await window.call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
    await window.refused('ceremony.printPassphrase', wish, 'CEREMONY_ORDER')
  })

  it('forgets a confirmation with its ceremony', async context => {
    const window = openWindow(context, { printSystem: scheduler.tools })
    await window.refused('printing.confirm', { printer: 'Desk' }, 'CEREMONY_NONE')
    await toPassphrase(window)
    await window.call('printing.confirm', { printer: 'Desk' })
    await window.call('ceremony.abort', { cause: 'other' })
    await window.call('ceremony.leave', {})
    await toPassphrase(window)
    const { printers } = await window.call('printing.printers', {})
    assert.ok(printers.every(({ confirmed }) => !confirmed))
  })

  it('takes a card back from the queue when the ceremony is aborted', async context => {
    const window = openWindow(context, { printSystem: scheduler.tools })
    await toShares(window)
    await window.call('printing.confirm', { printer: 'Desk' })
    scheduler.behave('held')
    const printing = window.refused(
      'ceremony.printCard',
      { index: 1, printer: 'Desk', as: STYLE },
      'CANCELLED',
    )
    await scheduler.holding()
    const ended = await window.call('ceremony.abort', { cause: 'machine-distrusted' })
    assert.ok(ended.step === 'void')
    assert.deepEqual(ended.shown, [1])
    await printing
    assert.equal(scheduler.command('lpstat', '-W', 'all', '-o'), '')
  })

  it('prints an empty card on any printer, without a ceremony', async context => {
    const window = openWindow(context, { printSystem: scheduler.tools })
    const page = await window.call('printing.blankCard', { printer: 'Floor', paper: 'a4' })
    assert.equal(page.printer, 'Floor')
  })

  it('prints the label of a backup on any printer, from the catalogue', async context => {
    const window = openWindow(context, { printSystem: scheduler.tools })
    const folder = folderFor(context)
    const at = (name: string): string => path.join(folder, name)
    await window.call('vault.create', { path: at('office.vault') })
    const { kitFile } = await bringQuorum(folder, 'classic')
    writeFileSync(at('notes.txt'), 'beside the folder')
    const { id } = await window.call('backup.create', {
      ...{ paths: [at('notes.txt')], kit: { kind: 'file', path: kitFile }, out: at('notes.age') },
    })
    const wish = { backup: String(id), printer: 'Floor', paper: 'a4' } as const
    assert.equal((await window.call('backup.printLabel', wish)).printer, 'Floor')
    await window.refused('backup.printLabel', { ...wish, printer: 'Nobody' }, 'PRINTER_UNKNOWN')
  })

  it('says where there is no print system', async context => {
    const window = openWindow(context)
    await window.refused('printing.printers', {}, 'PRINTING_NONE')
    await toShares(window)
    const wish = { index: 1, printer: 'Desk', as: STYLE }
    await window.refused('ceremony.printCard', wish, 'PRINTING_NONE')
    // Nobody has seen a card, so it is nobody's turn.
    const state = await window.call('ceremony.state', {})
    assert.ok(state.step === 'shares' && state.turn === null)
  })
})
