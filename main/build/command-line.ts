/**
 * Builds the command line, and what a package opens its window with, into few files: a start then reads some ten files
 * and not seven hundred, and so does each of its threads. What is native, or reads files beside itself, stays in node_modules.
 *
 * Names of files, functions and variables are kept as they are, so that a line of a stack says where. The
 * same sources make the same files.
 */
import { globSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { COMMAND_LINE_STAMP, stampOf } from '../shells/built-command-line.ts'
import { onPlainPath } from './plain-path.ts'

/** What stays a package of its own. */
const OUTSIDE =
  /^(node:|argon2$|better-sqlite3$|fontkit$|pdfjs-dist\/|pdfkit$|playwright-core$|sodium-native$|zxing-wasm\/)/

/** What is started by name: the command line, and what a package starts that has the window as well. */
const ENTRIES = ['main/cli/run.ts', 'main/shells/chromium/installed.ts']

/** What starts a thread or a process by the name of its file. */
const OWN_START = /(new URL\(\s*'\.\/[\w-]+\.(?:worker|process))\.ts'/g

/**
 * @param project the project's folder
 * @param out     where the command line goes, whole or not at all; two folders deep, as main/cli is
 */
export async function buildCommandLine(project: string, out: string): Promise<void> {
  // Taken before anything is read: what changes meanwhile makes what is built out of date.
  const stamp = stampOf(project)
  const draft = `${out}.${process.pid}`
  try {
    await onPlainPath(project, plain => bundle(plain, ENTRIES, draft))
    writeFileSync(path.join(draft, COMMAND_LINE_STAMP), `${stamp}\n`)
    rmSync(out, { recursive: true, force: true })
    renameSync(draft, out)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * Builds scripts, with the threads and processes that the program has, into few files.
 *
 * @param entries from the project's folder on
 * @param dir     two folders deep in the project
 */
export async function bundle(
  project: string,
  entries: readonly string[],
  dir: string,
): Promise<void> {
  // Loaded here and not above: a start that finds everything built does not need it.
  const { rolldown } = await import('rolldown')
  const scripts = globSync('main/**/*.{worker,process}.ts', { cwd: project }).sort()
  const build = await rolldown({
    cwd: project,
    platform: 'node',
    preserveEntrySignatures: 'allow-extension', // they may export more: nobody imports them
    input: Object.fromEntries(
      [...entries, ...scripts].map(file => [path.basename(file, '.ts'), path.join(project, file)]),
    ),
    resolve: { symlinks: false }, // the project may be a link: plain-path.ts
    external: name => OUTSIDE.test(name),
    plugins: [
      {
        name: 'names of scripts',
        // All of them stand beside each other.
        transform: code => ({ code: code.replaceAll(OWN_START, "$1.js'"), map: null }),
      },
    ],
  })
  try {
    await build.write({
      dir,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      sourcemap: false,
      minify: false,
      // Alone in its file, so that tests can have threads that are none (test/setup/same-thread.ts).
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: 'one-shot-worker', test: /\/one-shot-worker\.ts$/ }],
      },
    })
  } finally {
    await build.close()
  }
}
