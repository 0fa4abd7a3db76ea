import { test } from 'node:test'
import { killReissue } from './reissue-trials.ts'

/** At other moments than those of reissue.test.ts. */
const KILLS = 40

test('killed at any moment, a re-issue leaves the old quorum in force or the new one', t =>
  killReissue(t, KILLS, 'kill a re-issue 40 times'))
