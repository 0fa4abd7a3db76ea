import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { type Scheduler, startScheduler } from '../services/printing/scheduler.ts'
import { type Desk, done, doneJson, newDesk, refused } from './command-line.ts'

/** Printing files from the command line, through a real CUPS. */

describe('keyclave print', { concurrency: 1 }, () => {
  let desk: Desk
  let scheduler: Scheduler
  let card = ''
  const env = () => ({
    ...process.env,
    CUPS_SERVER: scheduler.tools.socket,
    TMPDIR: desk.at('tmp'),
    HOME: desk.at('home'),
  })
  before(async () => {
    desk = newDesk()
    for (const name of ['tmp', 'home']) mkdirSync(desk.at(name))
    scheduler = await startScheduler()
    scheduler.queue('Desk', '-v', 'usb://Example/Laser', '-D', 'by the window', '-E')
    scheduler.queue('Floor', '-v', 'ipp://10.0.0.5/ipp/print', '-E')
    card = desk.at('card.pdf')
    desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop\n')
    await done(['card', 'passphrase', '--passphrase-file', desk.at('pass.txt'), '--out', card])
  })
  after(async () => {
    await scheduler.stop()
    desk.remove()
  })

  it('lists the printers, and says which print no secret', async () => {
    const text = await done(['printers'], { env: env() })
    assert.match(text, /^Desk {3}by the window\n {4}usb:\/\/Example\/Laser\n {4}over cable$/m)
    assert.match(text, /^ {4}over network: no secret is printed here$/m)
    const { printers } = await doneJson<{ printers: { name: string; reach: string }[] }>(
      ['printers'],
      { env: env() },
    )
    assert.deepEqual(
      printers.map(({ name, reach }) => `${name} ${reach}`),
      ['Desk cable', 'Floor network'],
    )
  })

  it('prints a file as it is, leaves nothing, and says what to do now', async () => {
    const print = ['print', card, '--printer', 'Desk']
    await refused(print, 2, 'PRINTER_UNCONFIRMED', { env: env() })
    assert.equal(scheduler.printed().length, 0)
    const said = await done([...print, '--confirm-local'], { env: env() })
    assert.match(said, /destroy the file now/)
    assert.deepEqual(scheduler.printed(), [readFileSync(card)])
    assert.deepEqual(readdirSync(`${scheduler.folder}/spool`), ['tmp'])
    assert.deepEqual(readdirSync(`${scheduler.folder}/spool/tmp`), [])
    assert.deepEqual([readdirSync(desk.at('tmp')), readdirSync(desk.at('home'))], [[], []])
  })

  it('needs no network, and makes no socket that leads off the machine', async () => {
    const trace = desk.at('trace')
    const within = [
      ...['unshare', '--map-root-user', '--net', 'strace', '--seccomp-bpf'],
      ...['--follow-forks', '--quiet=all'],
      ...['--trace=socket,connect', '--output', trace],
    ]
    await done(['print', card, '--printer', 'Desk', '--confirm-local'], { env: env(), within })
    const calls = readFileSync(trace, 'utf8').trim().split('\n')
    assert.ok(calls.some(call => call.includes(scheduler.tools.socket)))
    const leading = calls.filter(
      call => /(socket|connect)\(/.test(call) && !call.includes('AF_UNIX'),
    )
    assert.deepEqual(leading, [])
  })

  it('takes a page from standard input', async () => {
    const before = scheduler.printed().length
    const page = await doneJson<{ removed: boolean }>(
      ['print', '-', '--printer', 'Desk', '--confirm-local'],
      { env: env(), input: readFileSync(card) },
    )
    assert.equal(page.removed, true)
    assert.equal(scheduler.printed().length, before + 1)
  })

  for (const [name, printer, file, code, exit] of [
    ['a printer on a network', 'Floor', 'card.pdf', 'PRINTER_NOT_LOCAL', 2],
    ['a printer that is not there', 'Attic', 'card.pdf', 'PRINTER_UNKNOWN', 2],
    ['a file that is not there', 'Desk', 'none.pdf', 'FILE_MISSING', 6],
    ['a file that is no PDF', 'Desk', 'pass.txt', 'PRINT_NOT_PDF', 2],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const before = scheduler.printed().length
      const args = ['print', desk.at(file), '--printer', printer, '--confirm-local']
      await refused(args, exit, code, { env: env() })
      assert.equal(scheduler.printed().length, before)
    })
  }

  it('refuses where no print system answers', async () => {
    const elsewhere = { ...env(), CUPS_SERVER: desk.at('none.sock') }
    await refused(['printers'], 6, 'PRINTER_SYSTEM', { env: elsewhere })
  })
})
