import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { docs } from './recover-py.ts'

/** The table that the product passes in test/core/share/card.test.ts, read by docs/recover.py. */
const table = new URL('../vectors/share/spellings.json', import.meta.url)

/** What recover.py makes of each text: the bytes, or null where it refuses. */
const PROGRAM = `
import json, os, sys
sys.path.insert(0, sys.argv[1])
import recover
with open(sys.argv[2], encoding="utf-8") as file:
    table = json.load(file)
def read(entered):
    path = sys.argv[3]
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(entered)
    try:
        return recover.read_share(path, True).raw.hex()
    except recover.Refused:
        return None
    finally:
        os.remove(path)
print(json.dumps({kind: [read(row["entered"]) for row in rows] for kind, rows in table.items()}))
`

test('recover.py reads and refuses the spellings that the product reads and refuses', t => {
  const { read, refused } = JSON.parse(readFileSync(table, 'utf8')) as {
    read: { name: string; bytes: string }[]
    refused: { name: string }[]
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-spellings-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const { stdout, stderr } = spawnSync(
    '/usr/bin/python3',
    ['-B', '-c', PROGRAM, docs, table.pathname, path.join(folder, 'card.txt')],
    { encoding: 'utf8' },
  )
  assert.ok(stdout !== '', stderr)
  const answer = JSON.parse(stdout) as { read: (string | null)[]; refused: (string | null)[] }
  assert.deepEqual(
    answer.read.map((bytes, i) => [read[i]?.name, bytes]),
    read.map(({ name, bytes }) => [name, bytes]),
  )
  assert.deepEqual(
    answer.refused.map((bytes, i) => [refused[i]?.name, bytes]),
    refused.map(({ name }) => [name, null]),
  )
})
