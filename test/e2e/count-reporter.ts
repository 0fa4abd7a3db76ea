import { readFileSync } from 'node:fs'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/**
 * Shows what stood on the screen where a test failed, and ends with a line for each file, `e2e: FILE took N s`,
 * and one for all, `e2e: N passed, N failed`.
 */
class CountReporter implements Reporter {
  #passed = 0
  #failed = 0
  #screens: string[] = []
  readonly #milliseconds = new Map<string, number>()

  onTestEnd(test: TestCase, { status, attachments, duration }: TestResult): void {
    // Of its suite, also where the test itself is written in a file that several share.
    const [, , file = ''] = test.titlePath()
    this.#milliseconds.set(file, (this.#milliseconds.get(file) ?? 0) + duration)
    if (status === 'passed') {
      this.#passed += 1
      return
    }
    this.#failed += 1
    // Where CI shows the end of its output and keeps no file, this is all that is left of the screen.
    const context = attachments.find(({ name }) => name === 'error-context')?.path
    if (context === undefined) return
    const [, screen] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(context, 'utf8')) ?? []
    if (screen !== undefined)
      this.#screens.push(`The screen when it failed, ${test.title}:\n${screen}`)
  }

  onEnd(): void {
    for (const screen of this.#screens) process.stdout.write(`${screen}\n`)
    for (const [file, lasted] of this.#milliseconds) {
      process.stdout.write(`e2e: test/e2e/${file} took ${(lasted / 1000).toFixed(1)} s\n`)
    }
    process.stdout.write(`e2e: ${this.#passed} passed, ${this.#failed} failed\n`)
  }
}
// biome-ignore lint/style/noDefaultExport: Playwright loads a reporter so
export default CountReporter
