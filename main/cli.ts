#!/usr/bin/env -S node --disable-sigusr1
/**
 * The command line: the same services as the window, without one. In a checkout it runs what is built of it
 * (build/command-line.ts) where that is what the sources say, otherwise the sources.
 *
 * Node keeps what it has compiled in a cache beside the installed packages; without it every worker
 * thread would translate its TypeScript anew, which takes longer than its work. The cache holds code
 * and nothing else. Where it cannot be written, Node goes on without.
 */
import { enableCompileCache } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtCommandLine, isCommandLineBuilt } from './shells/built-command-line.ts'
import { refuseDebugger } from './shells/no-debugger.ts'

refuseDebugger()
const project = path.join(import.meta.dirname, '..')
const cache = path.join(project, 'node_modules/.cache/keyclave')
enableCompileCache(cache)
process.env.NODE_COMPILE_CACHE = cache // for worker threads

await import(
  isCommandLineBuilt(project) ? pathToFileURL(builtCommandLine(project)).href : './cli/run.ts'
)
