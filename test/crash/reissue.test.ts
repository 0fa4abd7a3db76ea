import { test } from 'node:test'
import { killReissue } from './reissue-trials.ts'

/** 5 kills, in every part of the job; 40 in reissue.slow.test.ts. */
const KILLS = 5

test('killed at any moment, a re-issue leaves the old quorum in force or the new one', t =>
  killReissue(t, KILLS, 'kill a re-issue'))
