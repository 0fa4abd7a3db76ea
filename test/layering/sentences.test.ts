/** No sentence leaves core, vault or services: what crosses is a code with its data. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Calls whose arguments cross a boundary, up to their closing parenthesis. */
const CALLS = /\b(?:refuse|new KeyclaveError|onEvent)\(/g

const QUOTES = ["'", '"', '`']

/** The string literals between the brackets of a call; `start` is behind the opening one. */
function literalsFrom(source: string, start: number): string[] {
  const found: string[] = []
  for (let at = start, depth = 1; at < source.length && depth > 0; at += 1) {
    const character = source[at] ?? ''
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (!QUOTES.includes(character)) continue
    const begin = at
    for (at += 1; at < source.length && source[at] !== character; at += 1) {
      if (source[at] === '\\') at += 1
    }
    found.push(source.slice(begin, at + 1))
  }
  return found
}

/** What reads like words for a person: a space between letters or what stands for some. */
const isSentence = (literal: string): boolean => /[a-z}] [a-z$]/i.test(literal)

/** What the calls of a file hand over that reads like a sentence. */
const sentencesIn = (source: string): string[] =>
  [...source.matchAll(CALLS)].flatMap(({ 0: call, index }) =>
    literalsFrom(source, index + call.length).filter(isSentence),
  )

test('what refuses hands over no sentence', () => {
  const files = globSync(
    '{main/{core,vault,paper,services}/**/*.ts,main/*.ts,shared/*.ts,shared/codes/*.ts}',
    {
      cwd: ROOT,
    },
  )
  assert.ok(files.length > 200)
  const found = files.flatMap(file =>
    sentencesIn(readFileSync(path.join(ROOT, file), 'utf8')).map(text => `${file}: ${text}`),
  )
  assert.deepEqual(
    found,
    [],
    'Give the code a field for it in shared/codes, and its words in shared/messages',
  )
})

test('and the rule sees one', () => {
  const sources = [
    "throw refuse('AUDIT_BROKEN', { problem: 'it is cut off' })",
    "throw refuse(\n  'KEY_UNKNOWN',\n  { key: `the key ${id}` },\n)",
    'onEvent({ kind: "notice", text: "The room is cold" })',
    "new KeyclaveError('USAGE', { problem: names(one).join(' and a ') })",
  ]
  for (const source of sources) assert.equal(sentencesIn(source).length, 1, source)
  const codes = "refuse('AUDIT_BROKEN', { problem: 'cut-off' }); const text = 'not in a call'"
  assert.deepEqual(sentencesIn(codes), [])
})
