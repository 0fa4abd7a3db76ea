/** The checks that FORMAT lists for a log and for a record are those of the code, in both directions. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { AUDIT_PROBLEMS } from '../shared/codes/log.ts'
import { RECORD_PARTS } from '../shared/codes/record.ts'
import { STATUS_SIGNATURE_PROBLEMS } from '../shared/codes/status.ts'

const root = path.dirname(import.meta.dirname)
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** The names in the first column of the table under a heading. */
function checksUnder(heading: string): string[] {
  const [, section = ''] = read('docs/FORMAT.md').split(`### ${heading}\n`)
  const [own = ''] = section.split(/^#/m)
  return [...own.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name = '']) => name)
}

const LISTS = [
  ['Checks of a log', AUDIT_PROBLEMS, 'main/{core/log,services/audit}/*.ts'],
  ['Checks of a record', RECORD_PARTS, 'main/core/ceremony/record.ts'],
  ['Checks of a status list', STATUS_SIGNATURE_PROBLEMS, 'main/core/status/signed.ts'],
] as const

for (const [heading, checks, files] of LISTS) {
  test(`${heading}: FORMAT and the code have the same`, () => {
    assert.deepEqual(checksUnder(heading).toSorted(), [...checks].toSorted())
  })

  test(`${heading}: the code makes each of them`, () => {
    const code = globSync(files, { cwd: root }).map(read).join('\n')
    for (const check of checks) {
      assert.match(code, new RegExp(`'${check}'|\\b${check}:`), `${check} is made nowhere`)
    }
  })
}
