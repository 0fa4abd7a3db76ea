/** Begins a ceremony in the vault named on the command line, shows a share, and is killed. */
import type { TestContext } from 'node:test'
import { openWindow, planFor, toShares } from './window.ts'

const window = openWindow({ after: () => {} } as unknown as TestContext)
await window.call('vault.create', { path: process.argv[2] ?? '' })
await toShares(window, planFor('Ada', 'Grace'))
await window.call('ceremony.showShare', { index: 1 })
process.kill(process.pid, 'SIGKILL')
