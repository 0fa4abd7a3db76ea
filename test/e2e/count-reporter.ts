import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/**
 * Ends with a line for each test that failed, `e2e: failed "…"` (JSON: which, why, and what stood on the screen), one
 * for each file, `e2e: FILE took N s`, and one for all, `e2e: N passed, N failed`.
 */
class CountReporter implements Reporter {
  #passed = 0
  #failed = 0
  readonly #failures: string[] = []
  readonly #milliseconds = new Map<string, number>()

  onTestEnd(test: TestCase, { status, attachments, duration, error }: TestResult): void {
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
    const [, screen = ''] =
      context === undefined
        ? []
        : (/```yaml\n([\s\S]*?)```/.exec(readFileSync(context, 'utf8')) ?? [])
    const why = stripVTControlCharacters(error?.message ?? status)
    this.#failures.push(`test/e2e/${file}: ${test.title}\n${why}\n${screen}`)
  }

  onEnd(): void {
    for (const failure of this.#failures) {
      process.stdout.write(`e2e: failed ${JSON.stringify(failure)}\n`)
    }
    for (const [file, lasted] of this.#milliseconds) {
      process.stdout.write(`e2e: test/e2e/${file} took ${(lasted / 1000).toFixed(1)} s\n`)
    }
    process.stdout.write(`e2e: ${this.#passed} passed, ${this.#failed} failed\n`)
  }
}
// biome-ignore lint/style/noDefaultExport: Playwright loads a reporter so
export default CountReporter
