/**
 * In which suites Argon2id is a quick stand-in. Not in those about key derivation, about what is stored and
 * what stock tools make of it, about memory and time (and what happens while it works), and in one whole job at
 * each desk.
 */
import path from 'node:path'
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'
import { makeQuick } from './quick-argon2.ts'

/** With it, in a program that a suite starts. */
const PROGRAM = '?program'
const QUICK =
  /^(cli\/(?!job)|services\/(?!whole-job|window-stays-alive|forged-kits|ceremony\.test)|crash\/|vault\/|degraded\/)/

/** Arguments for a Node whose program has it too. */
export const QUICKLY = ['--import', `${new URL(import.meta.url).href.split('?')[0]}${PROGRAM}`]

const KEY = 'quick Argon2id'
const suite = path.relative(path.dirname(import.meta.dirname), process.argv[1] ?? '')
// A thread begins with its own script, and does as the one that started it.
const plays = isMainThread
  ? new URL(import.meta.url).search === PROGRAM ||
    QUICK.test(suite) ||
    process.env.KEYCLAVE_QUICK !== undefined
  : getEnvironmentData(KEY) === true
if (plays) makeQuick()
setEnvironmentData(KEY, plays)
