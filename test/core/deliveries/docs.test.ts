/** docs/DELIVERIES.md and FORMAT say what the program does. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { mediaKeyId } from '../../../main/core/deliveries/media.ts'
import { DESTINATION_IDS } from '../../../shared/deliveries.ts'
import { messagesIn } from '../../../shared/messages/index.ts'
import { choices, exampleOf, table } from './page.ts'
import { aes } from './sides.ts'

const docs = path.resolve(import.meta.dirname, '../../../docs')
const page = readFileSync(path.join(docs, 'DELIVERIES.md'), 'utf8')
const { destinations } = messagesIn('en').deliveries

test('the table of destinations is that of the registry', () => {
  assert.ok(page.includes(table), `in docs/DELIVERIES.md belongs:\n\n${table}`)
})

test('when to choose which is what the window says', () => {
  assert.ok(page.includes(choices), `in docs/DELIVERIES.md belongs:\n\n${choices}`)
})

test('every destination has its page, with what the program prints for its example', () => {
  const sections = new Map(
    page.split(/^## /m).map(section => [section.split('\n')[0] ?? '', section] as const),
  )
  for (const id of DESTINATION_IDS) {
    const section = sections.get(destinations[id].name)
    const example = exampleOf(id).trimEnd()
    assert.ok(section?.includes(example), `in docs/DELIVERIES.md belongs:\n\n${example}`)
  }
})

test('FORMAT has the key id of media', () => {
  const format = readFileSync(path.join(docs, 'FORMAT.md'), 'utf8')
  const said = `version 1: \`${mediaKeyId(aes(128))}\`; version 2: \`${mediaKeyId(aes(128, 2))}\``
  assert.ok(format.replaceAll('\n', ' ').includes(said), said)
})
