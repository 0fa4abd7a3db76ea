import path from 'node:path'
import { defineConfig } from '@playwright/test'
import '../setup/processor-time.ts'
import '../setup/same-thread.ts'
import '../setup/quick.ts'

/** One whole job, with the threads and the Argon2id that people have. */
const JOB = '**/job.e2e.ts'

/**
 * The window, driven as a person drives it: keyboard and pointer, in the real Chromium shell.
 *
 * `KEYCLAVE_E2E` chooses the whole `job` or the `others`; with `KEYCLAVE_QUICK` stand-ins are quick where
 * the real thing is slow (setup/quick.ts). Without both, everything, as it is.
 */
const which = process.env.KEYCLAVE_E2E
const config = defineConfig({
  testDir: import.meta.dirname,
  testMatch: which === 'job' ? JOB : '**/*.e2e.ts',
  testIgnore: which === 'others' ? JOB : [],
  globalSetup: path.join(import.meta.dirname, 'build.ts'),
  // Node strips the types as it does everywhere, from the cache of compiled code (run.ts): to have Playwright
  // translate a thousand files that it could run took each run half a minute.
  build: { external: ['**/*'] },
  outputDir: path.resolve(import.meta.dirname, '../../dist/e2e-results'),
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A whole ceremony with nine people, on a machine that does something else as well.
  timeout: 900_000,
  // Making keys takes a while on a busy machine.
  expect: { timeout: 300_000 },
  reporter: [['list'], [path.join(import.meta.dirname, 'count-reporter.ts')]],
})
// biome-ignore lint/style/noDefaultExport: Playwright reads its configuration there
export default config
