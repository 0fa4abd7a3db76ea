/** Run in the started image by its ordinary user: what the room check finds, and what the file picker offers. */
import { statSync } from 'node:fs'

type Room = typeof import('../../main/services/room/room.ts')
type AirGap = typeof import('../../main/shells/air-gap.ts')
type Places = typeof import('../../main/services/files/places.ts')

const program = '/usr/lib/keyclave/main'
const { createRoom }: Room = await import(`${program}/services/room/room.js`)
const { readAirGap, LINUX_NETWORK_FILES }: AirGap = await import(`${program}/shells/air-gap.js`)
const { listPlaces }: Places = await import(`${program}/services/files/places.js`)

const say = (...facts: readonly unknown[]): void =>
  void process.stdout.write(`probe ${facts.join(' ')}\n`)

const room = createRoom({
  now: () => new Date(),
  airGap: () => readAirGap(LINUX_NETWORK_FILES),
  systemRoot: '/',
  temporaryFolder: '/tmp',
  programDate: statSync('/usr/lib/keyclave/package.json').mtime,
  programAnswer: null,
})
for (const { check, result, evidence } of await room.check({ vault: null, lastEntry: null })) {
  say('room', check, result, JSON.stringify(evidence))
}
const home = '/home/keyclave'
for (const { kind, path, readOnly, inMemory } of await listPlaces({
  platform: 'linux',
  homeFolder: home,
  systemRoot: '/',
})) {
  say('place', kind, path, readOnly ? 'read-only' : 'writable', inMemory ? 'in-memory' : 'kept')
}
