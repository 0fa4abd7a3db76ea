import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isLocal, type Reach, reachOf } from '../../../main/services/printing/printer.ts'

const DEVICES: readonly (readonly [string, Reach])[] = [
  ['usb://HP/LaserJet%201020?serial=X', 'cable'],
  ['USB://HP/LaserJet', 'cable'],
  ['ippusb://HP%20OfficeJet._ipp._tcp.local./?uuid=1', 'cable'],
  ['parallel:/dev/lp0', 'cable'],
  ['serial:/dev/ttyS0?baud=9600', 'cable'],
  ['hp:/usb/LaserJet?serial=X', 'cable'],
  ['file:///dev/usb/lp0', 'cable'],
  ['file:/dev/lp0', 'cable'],
  ['ipp://localhost:60000/ipp/print', 'this-machine'],
  ['ipp://127.0.0.1:60000/ipp/print', 'this-machine'],
  ['ipp://[::1]:60000/ipp/print', 'this-machine'],
  ['ipp://localhost.example.com/ipp/print', 'network'],
  ['ipp://localhost@example.com/ipp/print', 'network'],
  ['ipp://user@localhost/ipp/print', 'this-machine'],
  ['ipp:localhost', 'network'],
  ['ipp://10.0.0.5/ipp/print', 'network'],
  ['ipps://printer.local/ipp/print', 'network'],
  ['dnssd://Laser._ipp._tcp.local/?uuid=1', 'network'],
  ['socket://10.0.0.5:9100', 'network'],
  ['lpd://10.0.0.5/queue', 'network'],
  ['smb://server/printer', 'network'],
  ['hp:/net/LaserJet?ip=10.0.0.5', 'network'],
  ['implicitclass://Laser/', 'network'],
  ['file:/tmp/out.pdf', 'file'],
  ['file:///dev/../tmp/out.pdf', 'file'],
  ['file:///dev/shm/out', 'file'],
  ['cups-pdf:/', 'file'],
  ['beh:/1/3/5/usb://HP/LaserJet', 'unknown'],
  ['tea4cups:/usb://HP/LaserJet', 'unknown'],
  ['', 'unknown'],
]

describe('reach of a printer', () => {
  for (const [device, reach] of DEVICES) {
    it(`${device || 'no device'}: ${reach}`, () => assert.equal(reachOf(device), reach))
  }

  it('lets a secret page go over a cable and through this machine only', () => {
    const local = (['cable', 'this-machine', 'network', 'file', 'unknown'] as const).filter(isLocal)
    assert.deepEqual(local, ['cable', 'this-machine'])
  })
})
