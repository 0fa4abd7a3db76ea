import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { refuseForgeries } from './forgeries.ts'

const draw = (bound: number): number => randomBytes(4).readUInt32LE() % bound

test('150 forged kits, every digest computed anew: each is refused by a code that fits', () => {
  const counts = refuseForgeries(150, draw)
  assert.ok(counts.size > 12, [...counts.keys()].join('\n'))
})
