import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROGRAM_ENTRIES } from '../../main/core/log/people-in-log.ts'
import { POLICY } from '../../main/core/people/policy.ts'

test('every action that the policy or the program logs has plain words on the screen', () => {
  const root = path.resolve(import.meta.dirname, '../..')
  const words = readFileSync(path.join(root, 'renderer/screens/workspace/audit-words.ts'), 'utf8')
  const actions = [...Object.values(POLICY).map(({ entry }) => entry), ...PROGRAM_ENTRIES]
  assert.ok(actions.length > 20)
  assert.deepEqual(
    actions.filter(action => !words.includes(`'${action}': '`)),
    [],
  )
})
