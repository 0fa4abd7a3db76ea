import assert from 'node:assert/strict'
import { test } from 'node:test'
import { done } from '../cli/command-line.ts'

/** The other way to take it away; by the kernel's own program: no-network.test.ts. */
const NETLESS = ['bwrap', '--dev-bind', '/', '/', '--unshare-net']

test('the whole job is done within bwrap, without a network', async () => {
  const answer = await done(['demo'], { within: NETLESS, inSameThread: true })
  assert.match(answer, /byte-identical/)
  assert.match(answer, /The whole job works on this machine/)
})
