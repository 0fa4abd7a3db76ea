import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'

const AXE = readFileSync(
  path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'),
  'utf8',
)

interface Violation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What is in order need not be described, and the window has no style sheet that axe would have to fetch. */
const OPTIONS = { resultTypes: ['violations'], preload: false }

/** axe finds nothing that breaks WCAG 2.2 A or AA, nor a best practice of serious impact. */
export async function expectAccessible(
  page: Page,
  screen: string,
  rules: 'all' | 'contrast' = 'all',
): Promise<void> {
  // Half a megabyte of script: once for each page that was loaded.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(AXE)
  const options = { ...OPTIONS, ...(rules === 'all' ? {} : { runOnly: ['color-contrast'] }) }
  const { violations } = (await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => ({ violations }))`,
  )) as { violations: readonly Violation[] }
  const found = violations.map(
    ({ id, impact, help, nodes }) =>
      `${impact} ${id}: ${help}\n${nodes.map(node => `    ${node.html}\n    ${node.failureSummary}`).join('\n')}`,
  )
  expect(found, screen).toEqual([])
}
