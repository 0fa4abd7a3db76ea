/** The golden files are those that 0.1.0 made: none was changed, added, lost or made anew. */
import assert from 'node:assert/strict'
import { readdirSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { bytesOf, GOLDEN, golden, linesOf, sha256 } from './golden.ts'

/** What was written about them afterwards. */
const ABOUT = ['README.md', 'SHA256SUMS', 'generate.ts']
const LIMIT = 3_000_000

test('each file is as it was made, and none is missing', () => {
  assert.equal(sha256(bytesOf('SHA256SUMS')), SUMS)
  const sums = new Map(linesOf('SHA256SUMS').map(line => [line.slice(66), line.slice(0, 64)]))
  const files = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(golden(name)).isFile() && !ABOUT.includes(name))
    .sort()
  assert.deepEqual(files, [...sums.keys()])
  for (const name of files) assert.equal(sha256(bytesOf(name)), sums.get(name), name)
  const size = files.reduce((total, name) => total + bytesOf(name).length, 0)
  assert.ok(size < LIMIT, `${size} bytes`)
})

/** SHA-256 of the list of all their digests. */
const SUMS = 'ffd33ecedc2e6dbbc6d66cd633b87ff3e70e94f3162862cbe6018f7cb357bf61'
