import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.dirname(import.meta.dirname)
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })]
const textOf = (page: string): string => readFileSync(path.join(root, page), 'utf8')

test('every test that a promise is held by is there', () => {
  let named = 0
  for (const page of pages) {
    for (const [, file = ''] of textOf(page).matchAll(/`(test\/[\w./-]+)`/g)) {
      named += 1
      assert.ok(existsSync(path.join(root, file)), `${page} names ${file}`)
    }
  }
  assert.ok(named > 60, `${named} were looked for`)
})

/** A test file in the table of CLAIMS, and what is said of it up to the next one. */
const HELD_BY = /`(test\/[\w./-]+\.(?:test|e2e)\.ts)`([^`|]*)/g
/** Whatever could be a title: a string, whole. */
const STRINGS = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
/** In a title, what is filled in for each of several tests; CLAIMS writes it out, or as dots. */
const FILLED_IN = /\$\{(?:[^{}]|\{[^{}]*\})*\}/

/** Nothing but what is filled in would be any title. */
const LEAST_FIXED = 5

/** Whether a test of this title can stand in this source. */
function hasTest(source: string, title: string): boolean {
  return [...source.matchAll(STRINGS)].some(([quoted]) => {
    const parts = quoted
      .slice(1, -1)
      .replaceAll(/\\(?=['"`])/g, '')
      .split(FILLED_IN)
    if (parts.length === 1) return parts[0] === title
    return parts.join('').length >= LEAST_FIXED && fits(title, parts)
  })
}

/** Whether the parts stand in a text in this order, from its beginning to its end. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = ''] = parts
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  const last = parts.at(-1) ?? ''
  return text.length - last.length >= at && text.endsWith(last)
}

test('every test that CLAIMS names is in its file under that title', () => {
  let named = 0
  for (const [, file = '', said = ''] of textOf('docs/CLAIMS.md').matchAll(HELD_BY)) {
    const source = readFileSync(path.join(root, file), 'utf8')
    const titles = [...said.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title)
    assert.ok(titles.length > 0, `CLAIMS names ${file}, and no test in it`)
    for (const title of titles) {
      named += 1
      assert.ok(hasTest(source, title), `CLAIMS names “${title}” of ${file}, which is not there`)
    }
  }
  assert.ok(named > 150, `${named} were looked for`)
})

test('every link of a page leads somewhere', () => {
  for (const page of pages) {
    for (const [, target = ''] of textOf(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const file = path.join(root, path.dirname(page), target)
      assert.ok(existsSync(file), `${page} links to ${target}`)
    }
  }
})

/** Headings of a page, without their numbers, and what begins a point of a list in bold. */
const headingsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^(?:#+ (?:[\d.]+ )?(.+)|- \*\*(.+?)\.?\*\*.*)$/gm)].map(
    ([, title, point = '']) => title ?? point,
  )

test('what the code cites is in docs/', () => {
  let cited = 0
  for (const file of globSync('{main,shared,renderer,test}/**/*.{ts,tsx,cts}', { cwd: root })) {
    const text = textOf(file).replaceAll(/\n\s*(\*|\/\/)\s*/g, ' ')
    for (const [, page = '', title = ''] of text.matchAll(
      /\b(FORMAT|ARCHITECTURE|THREATS|RUNBOOK|CEREMONY|SCANNING|DEPENDENCIES|DESIGN)[:,] ([A-Z].{0,60})/g,
    )) {
      cited += 1
      const known = existsSync(path.join(root, 'docs', `${page}.md`))
      assert.ok(
        known && headingsOf(`docs/${page}.md`).some(heading => title.startsWith(heading)),
        `${file} cites ${page}: ${title}`,
      )
    }
  }
  assert.ok(cited > 40, `${cited} were looked for`)
})
