import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/** Ends with one line, `e2e: N passed, N failed`, for whatever counts the suites. */
class CountReporter implements Reporter {
  #passed = 0
  #failed = 0

  onTestEnd(_test: TestCase, { status }: TestResult): void {
    if (status === 'passed') this.#passed += 1
    else this.#failed += 1
  }

  onEnd(): void {
    process.stdout.write(`e2e: ${this.#passed} passed, ${this.#failed} failed\n`)
  }
}
// biome-ignore lint/style/noDefaultExport: Playwright loads a reporter so
export default CountReporter
