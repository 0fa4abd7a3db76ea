import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.dirname(import.meta.dirname)
const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })]
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

test('every link of a page leads somewhere', () => {
  for (const page of pages) {
    for (const [, target = ''] of textOf(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const file = path.join(root, path.dirname(page), target)
      assert.ok(existsSync(file), `${page} links to ${target}`)
    }
  }
})
