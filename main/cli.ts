#!/usr/bin/env -S node --disable-sigusr1
/**
 * The command line: the same services as the window, without one.
 *
 * Node keeps what it has compiled in a cache beside the installed packages; without it every worker
 * thread would translate its TypeScript anew, which takes longer than its work. The cache holds code
 * and nothing else. Where it cannot be written, Node goes on without.
 */
import { enableCompileCache } from 'node:module'
import path from 'node:path'
import { refuseDebugger } from './shells/no-debugger.ts'

refuseDebugger()
const cache = path.join(import.meta.dirname, '../node_modules/.cache/keyclave')
enableCompileCache(cache)
process.env.NODE_COMPILE_CACHE = cache // for worker threads

await import('./cli/run.ts')
