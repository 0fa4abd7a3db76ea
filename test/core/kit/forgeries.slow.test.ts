import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { refuseForgeries } from './forgeries.ts'

const draw = (bound: number): number => randomBytes(4).readUInt32LE() % bound

test('10,000 forged kits, every digest computed anew: each is refused by a code that fits', () => {
  const counts = refuseForgeries(10_000, draw)
  assert.ok(counts.size > 15, [...counts.keys()].join('\n'))
})
