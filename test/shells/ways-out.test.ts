/**
 * No way out of the page: more than 60 ways, in the real browser, in a network of its own in which
 * every address and every name lead to a trap.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { before, describe, test } from 'node:test'
import type { Findings } from './try-ways-out.ts'
import { WAYS_OUT } from './ways-out.ts'

/**
 * A network with one interface that is no loopback (browsers treat that one differently) and one route:
 * every address is this machine.
 */
const NETWORK = `set -e
  ip link add out type veth peer name beyond
  ip addr add 10.9.9.1/24 dev out
  ip link set out up
  ip link set beyond up
  ip route add local default dev lo
  exec "$@"`

function tryWaysOut(): Findings {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-network-'))
  const resolver = path.join(folder, 'resolv.conf')
  writeFileSync(resolver, 'nameserver 127.0.0.1\n')
  const isolate = [
    '--dev-bind',
    '/',
    '/',
    '--unshare-net',
    '--ro-bind',
    resolver,
    '/etc/resolv.conf',
  ]
  const capabilities = ['--cap-add', 'CAP_NET_ADMIN', '--cap-add', 'CAP_NET_BIND_SERVICE']
  const script = path.join(import.meta.dirname, 'try-ways-out.ts')
  const program = ['sh', '-c', NETWORK, 'sh', process.execPath, script]
  const { stdout, stderr } = spawnSync('bwrap', [...isolate, ...capabilities, ...program], {
    encoding: 'utf8',
    timeout: 240_000,
  })
  rmSync(folder, { recursive: true })
  if (stdout === '') throw new Error(`the program of the test failed: ${stderr}`)
  return JSON.parse(stdout) as Findings
}

describe('out of the page', () => {
  let findings: Findings
  before(() => {
    findings = tryWaysOut()
  })

  test('nothing gets past the shell', () => {
    assert.deepEqual(findings.policy.arrived, [])
  })

  test('nothing gets past the route and the browser’s settings, even without the page’s policy', () => {
    assert.deepEqual(findings.route.arrived, [])
  })

  test('no attempt leaves the app’s page', () => {
    const away = findings.policy.places.filter(
      place => !/ https:\/\/keyclave\.invalid\/(#.*)?$/.test(place),
    )
    assert.deepEqual(away, [])
    assert.ok(!findings.route.places.some(place => place.includes('10.9.9.1')))
  })

  test('no attempt makes the browser listen', () => {
    assert.deepEqual(findings.policy.listening, [])
    assert.deepEqual(findings.route.listening, [])
  })

  test('a plain browser does reach the trap by these ways', () => {
    const arrived = findings.control.map(entry => entry.replace(/^\/|\?$/g, ''))
    const names = WAYS_OUT.map(({ name }) => name).filter(name => arrived.includes(name))
    assert.ok(names.length >= 40, `${names.length} of ${WAYS_OUT.length}: ${names.join(' ')}`)
    assert.ok(arrived.includes('udp'), 'WebRTC')
    assert.ok(arrived.includes('dns webrtc-turns-host.trap.example'), 'a name of a TURN server')
    assert.ok(arrived.includes('dns image-host.trap.example'), 'a name of an image')
  })
})
