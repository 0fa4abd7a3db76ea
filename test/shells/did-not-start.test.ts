/** Why a browser has not started, as a refusal and not as a defect of ours. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserRefusal } from '../../main/shells/chromium/did-not-start.ts'

const PROGRAM = '/usr/lib/chromium/chromium'
const said = (...lines: readonly string[]): Error =>
  new Error(
    ['Target page, context or browser has been closed', 'Browser logs:', ...lines].join('\n'),
  )

test('without a sandbox, or with a helper that is not as it must be, what to install is said', () => {
  for (const line of [
    '[pid=7][err] [7:7:1127/110000.1:FATAL:zygote_host_impl_linux.cc(127)] No usable sandbox! If you are running on',
    '[pid=7][err] [7:7:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured',
  ]) {
    assert.equal(browserRefusal(PROGRAM, said(line), ':1').code, 'BROWSER_SANDBOX')
  }
})

test('a display that does not answer is named, not the browser that found none', () => {
  const { code, data } = browserRefusal(
    PROGRAM,
    said(
      '[pid=7][err] [7:7:1127/110000.1:ERROR:ozone_platform_x11.cc(257)] Missing X server or $DISPLAY',
      '[pid=7][err] [7:7:1127/110000.1:ERROR:env.cc(253)] The platform failed to initialize.  Exiting.',
    ),
    ':1',
  )
  assert.deepEqual([code, data], ['BROWSER_DISPLAY', { display: ':1' }])
})

test('whatever else it ended with is repeated: its last line, cut where it is long', () => {
  const { code, data } = browserRefusal(
    PROGRAM,
    said('[pid=7][err] one', `[pid=7][err] ${'x'.repeat(999)}`),
    ':1',
  )
  assert.deepEqual([code, data], ['BROWSER_FAILED', { path: PROGRAM, said: 'x'.repeat(300) }])
  const silent = browserRefusal(PROGRAM, new Error('spawn EACCES\nat nowhere'), ':1')
  assert.deepEqual(silent.data, { path: PROGRAM, said: 'spawn EACCES' })
})
