/**
 * Starts the packaged app with a switch and expects it to end with the sentence. For the workflow,
 * which has the real runtime: node test/shells/refuse-switch.ts
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'

const packages = path.resolve(import.meta.dirname, '../../dist/packages')
const [executable] = globSync(
  [
    'linux-unpacked/keyclave',
    'mac*/Keyclave.app/Contents/MacOS/Keyclave',
    'win-unpacked/Keyclave.exe',
  ],
  { cwd: packages },
)
assert.ok(executable !== undefined, 'no package in dist/packages')
const { status, stderr } = spawnSync(
  path.join(packages, executable),
  ['--remote-debugging-port=9222'],
  { encoding: 'utf8', timeout: 600_000 },
)
assert.equal(status, 1, stderr)
// A Windows program without a console has no standard error.
if (process.platform !== 'win32') assert.match(stderr, /error\[SWITCH_UNKNOWN\]/)
