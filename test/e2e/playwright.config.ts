import path from 'node:path'
import { defineConfig } from '@playwright/test'

/** The window, driven as a person drives it: keyboard and pointer, in the real Chromium shell. */
const config = defineConfig({
  testDir: import.meta.dirname,
  testMatch: '**/*.e2e.ts',
  globalSetup: path.join(import.meta.dirname, 'build.ts'),
  outputDir: path.resolve(import.meta.dirname, '../../dist/e2e-results'),
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A whole ceremony with nine people, on a machine that does something else as well.
  timeout: 300_000,
  // Making keys takes a while on a busy machine.
  expect: { timeout: 90_000 },
  reporter: [['list'], [path.join(import.meta.dirname, 'count-reporter.ts')]],
})
// biome-ignore lint/style/noDefaultExport: Playwright reads its configuration there
export default config
