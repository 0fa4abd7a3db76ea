/**
 * Builds the main side for a shell: the same files as JavaScript, one to one.
 *
 * Electron's Node can strip types as well, but it would do so at every start and in every worker
 * thread, and a packaged app should hold what runs. Types are replaced by blanks, so that positions in
 * a stack trace stay true and no source map is needed.
 */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { addBooklets } from './booklets.ts'
import { RECOVER_PAGE, recoverPageOf } from './recover-page.ts'

/** Which shell a main side is for. */
export type ShellName = 'electron' | 'chromium'

/** Not part of any product: what opens a checkout, what builds or is built into a page, and what only the compiler reads. */
const LEFT_OUT = /(^main\/start\.ts|^main\/(build|recover-page)\/.*|\.d\.ts|tsconfig\.json|\.md)$/
/** Nor, for each shell, what is the other's. */
const OTHERS: { readonly [shell in ShellName]: RegExp } = {
  electron: /^main\/shells\/(chromium\/.*|electron\/find\.ts)$/,
  chromium: /^main\/shells\/electron\/.*$/,
}

/**
 * @param project the project's folder
 * @param out     gets main/ and shared/; what else is in it stays
 * @param shell   that it is for
 */
export function buildMainSide(project: string, out: string, shell: ShellName): void {
  for (const room of ['main', 'shared'])
    rmSync(path.join(out, room), { recursive: true, force: true })
  for (const file of globSync('{main,shared}/**/*.*', { cwd: project })) {
    const name = file.replaceAll(path.sep, '/')
    if (LEFT_OUT.test(name) || OTHERS[shell].test(name)) continue
    const source = path.join(project, file)
    const target = path.join(out, withoutTypes(file))
    mkdirSync(path.dirname(target), { recursive: true })
    if (isTypeScript(file)) writeFileSync(target, toJavaScript(readFileSync(source, 'utf8')))
    else cpSync(source, target)
  }
}

/** What Electron reads beside its main side: every document, recover.html, the licence, and package.json. */
export function addDocuments(project: string, out: string): void {
  for (const file of [...documentsOf(project), 'LICENSE']) {
    mkdirSync(path.dirname(path.join(out, file)), { recursive: true })
    cpSync(path.join(project, file), path.join(out, file))
  }
  cpSync(recoverPageOf(project), path.join(out, 'docs', RECOVER_PAGE))
  addBooklets(project, path.join(out, 'docs'))
  writeFileSync(path.join(out, 'package.json'), manifestOf(project))
}

/** Every document, as a path in the project; no pictures, which only the README shows. */
export const documentsOf = (project: string): readonly string[] =>
  globSync('docs/**/*.{md,py}', { cwd: project })
    .map(file => file.replaceAll(path.sep, '/'))
    .sort()

const isTypeScript = (file: string): boolean => /\.c?ts$/.test(file)
const withoutTypes = (file: string): string => file.replace(/\.(c?)ts$/, '.$1js')

/**
 * Strips types and points relative module names at the built files: in imports, and in
 * `new URL('./x.worker.ts', import.meta.url)`, as every string that is such a name.
 */
export const toJavaScript = (source: string): string =>
  stripTypeScriptTypes(source).replaceAll(/(['"])(\.{1,2}\/[\w./-]+)\.ts\1/g, '$1$2.js$1')

/** What Electron and the app read of package.json when they run from `out`. */
function manifestOf(project: string): string {
  const { name, version, type } = JSON.parse(
    readFileSync(path.join(project, 'package.json'), 'utf8'),
  ) as Record<string, string>
  const main = 'main/shells/electron/main.js'
  return `${JSON.stringify({ name, version, type, main }, null, 2)}\n`
}
