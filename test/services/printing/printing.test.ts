import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { describe, it } from 'node:test'
import { ConfirmedPrinters } from '../../../main/services/printing/confirmed-printers.ts'
import { createCups, type Job, type PrintSystem } from '../../../main/services/printing/cups.ts'
import { printSystemOf } from '../../../main/services/printing/print-system.ts'
import type { Printer } from '../../../main/services/printing/printer.ts'
import { createPrinting } from '../../../main/services/printing/printing.ts'
import { refusal } from '../../core/refusal.ts'
import { folderFor } from '../window.ts'

const DESK: Printer = {
  ...{ name: 'Desk', description: '', device: 'usb://A', reach: 'cable' },
  ...{ stopped: null, takesPdf: true },
}
const PAGE = Buffer.from('%PDF')
const never = new AbortController().signal

/** A print system that says of its one job what it is told, the last for ever. */
function scripted(script: readonly Job[], printers: readonly Printer[] = [DESK]) {
  const states = [...script]
  const calls: string[] = []
  let clock = 0
  const system: PrintSystem = {
    printers: async () => printers,
    submit: async () => {
      calls.push('submit')
      return 7
    },
    job: async () => (states.length > 1 ? states.shift() : states[0]) as Job,
    purge: async () => void calls.push('purge'),
  }
  const printing = createPrinting({
    system,
    monotonic: () => clock,
    pause: async milliseconds => {
      clock += milliseconds
    },
  })
  return { calls, printing, seconds: () => clock / 1000 }
}

const job = (state: Job['state'], why = ''): Job => ({ state, why })

describe('printing', () => {
  it('waits until the page is out, and until the job is gone', async () => {
    const { printing, calls } = scripted([
      job('waiting'),
      job('waiting'),
      job('done'),
      job('done'),
      job('gone'),
    ])
    const page = await printing.printSecret(PAGE, DESK, 'a4', never)
    assert.deepEqual(page, { printer: 'Desk', device: 'usb://A', job: 7, removed: true })
    assert.deepEqual(calls, ['submit', 'purge', 'purge'])
  })

  it('says so when the print system keeps the page', async () => {
    const { printing } = scripted([job('done')])
    assert.equal((await printing.printSecret(PAGE, DESK, 'a4', never)).removed, false)
  })

  it('gives up a job that does not end, and says whether it is kept', async () => {
    const { printing, calls, seconds } = scripted([job('waiting')])
    const refused = refusal('PRINTER_TIMEOUT', {
      printer: 'Desk',
      job: 7,
      seconds: 300,
      kept: true,
    })
    await assert.rejects(printing.printSecret(PAGE, DESK, 'a4', never), refused)
    assert.ok(seconds() >= 300)
    assert.ok(calls.includes('purge'))
  })

  for (const state of ['failed', 'canceled'] as const) {
    it(`names a job that ${state}`, async () => {
      const { printing } = scripted([job(state, 'paper jam'), job('gone')])
      const refused = { printer: 'Desk', job: 7, why: 'paper jam', kept: false }
      await assert.rejects(
        printing.printSecret(PAGE, DESK, 'a4', never),
        refusal('PRINTER_FAILED', refused),
      )
    })
  }

  it('hands in nothing that was cancelled before, or for a printer that cannot print it', async () => {
    const { printing, calls } = scripted([job('done')])
    await assert.rejects(
      printing.printSecret(PAGE, DESK, 'a4', AbortSignal.abort()),
      refusal('CANCELLED'),
    )
    assert.deepEqual(calls, [])
    const raw = scripted([job('done')], [{ ...DESK, takesPdf: false }])
    await assert.rejects(
      raw.printing.printSecret(PAGE, DESK, 'a4', never),
      refusal('PRINTER_NO_PDF'),
    )
    assert.deepEqual(raw.calls, [])
  })

  it('does not exist where there is no print system', async () => {
    const printing = createPrinting({ system: null, monotonic: () => 0, pause: async () => {} })
    await assert.rejects(printing.printers(), refusal('PRINTING_NONE'))
    await assert.rejects(printing.local('Desk'), refusal('PRINTING_NONE'))
    assert.equal(
      printSystemOf('win32', () => 'ada'),
      null,
    )
    // The name of another machine is no path of a socket.
    assert.equal(
      printSystemOf('linux', () => 'ada', 'print.example.com')?.socket,
      '/run/cups/cups.sock',
    )
    const unnamed = printSystemOf('linux', () => assert.fail(), '/tmp/x.sock')
    assert.deepEqual(unnamed, { socket: '/tmp/x.sock', user: 'anonymous' })
  })
})

describe('confirmed printers', () => {
  it('are those that somebody looked at, in this ceremony', async () => {
    const { printing } = scripted([job('done')], [DESK, { ...DESK, name: 'Far', reach: 'network' }])
    const confirmed = new ConfirmedPrinters()
    await assert.rejects(confirmed.require('Desk', printing), refusal('PRINTER_UNCONFIRMED'))
    await assert.rejects(confirmed.require('Far', printing), refusal('PRINTER_NOT_LOCAL'))
    confirmed.confirm(await printing.local('Desk'))
    assert.equal((await confirmed.require('Desk', printing)).device, 'usb://A')
    assert.ok(confirmed.has('Desk', 'usb://A') && !confirmed.has('Desk', 'usb://B'))
    confirmed.clear()
    await assert.rejects(confirmed.require('Desk', printing), refusal('PRINTER_UNCONFIRMED'))
  })
})

describe('a print system that answers nonsense', () => {
  for (const [name, status, body] of [
    ['nothing', 200, ''],
    ['a page of the web', 200, '<html>'],
    ['half a message', 200, '\x02\x00\x00\x00\x00\x00\x00\x01\x04\x44\x00'],
    ['an error of HTTP', 500, ''],
    ['that it forbids it', 403, ''],
  ] as const) {
    it(`${name}: PRINTER_SYSTEM`, async context => {
      const socket = `${folderFor(context)}/cups.sock`
      const server = createServer((_, response) => response.writeHead(status).end(body, 'latin1'))
      await new Promise<void>(resolve => server.listen(socket, resolve))
      context.after(() => server.close())
      const system = createCups({ socket, user: 'ada' })
      await assert.rejects(system.printers(), refusal('PRINTER_SYSTEM'))
      await assert.rejects(system.job(1), refusal('PRINTER_SYSTEM'))
    })
  }

  it('says who asks when it is asked to, and only then', async context => {
    const socket = `${folderFor(context)}/cups.sock`
    const said: (string | undefined)[] = []
    const server = createServer((request, response) => {
      said.push(request.headers.authorization)
      const known = request.headers.authorization === 'PeerCred ada'
      // An answer without attributes: no job, no printer.
      response.writeHead(known ? 200 : 401).end(Buffer.from('020004060000000103', 'hex'))
    })
    await new Promise<void>(resolve => server.listen(socket, resolve))
    context.after(() => server.close())
    assert.equal((await createCups({ socket, user: 'ada' }).job(1)).state, 'gone')
    assert.deepEqual(said, [undefined, 'PeerCred ada'])
  })
})
