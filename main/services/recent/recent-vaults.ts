import { lstatSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import type { Output } from '../../../shared/contract.ts'
import { onPath } from '../files/index.ts'

/**
 * The vaults that were opened last on this machine: their paths and when, in a file of the account that runs the
 * program, which it alone may read. Nothing of what is in a vault (FORMAT: Recent vaults).
 */

type Listed = Output<'vault.recent'>

export interface RecentVaults {
  readonly list: () => Promise<Listed>
  /** A vault was opened, or made. Where nothing can be kept, nothing is: no vault stays closed for that. */
  readonly note: (vault: string) => Promise<void>
  /** @param vault null: all of them. @throws FILE_* where the file cannot be changed */
  readonly forget: (vault: string | null) => Promise<Listed>
}

const FORMAT = 'keyclave recent vaults 1'
/** The name of the file in the program's folder of the account. */
const FILE = 'recent-vaults.json'
const MOST = 8

const kept = z.strictObject({
  format: z.literal(FORMAT),
  /** The last one first. */
  vaults: z.array(z.strictObject({ path: z.string().min(1).max(4096), opened: z.iso.datetime() })),
})
type Kept = z.infer<typeof kept>['vaults']

/**
 * @param folder where this account's programs keep such things; null: this machine must not remember, as one that
 *               was started from a medium for a ceremony
 */
export function createRecentVaults(folder: string | null, now: () => Date): RecentVaults {
  const file = folder === null ? null : path.join(folder, FILE)
  const read = async (): Promise<Kept> => {
    if (file === null) return []
    try {
      return kept.parse(JSON.parse(await readFile(file, 'utf8'))).vaults
    } catch {
      return [] // there is none yet, or it is damaged: it is only a help
    }
  }
  const write = (vaults: Kept): Promise<void> =>
    file === null ? Promise.resolve() : onPath(file, replace(file, vaults))
  const list = async (): Promise<Listed> => ({
    remembers: file !== null,
    vaults: (await read()).map(vault => ({ ...vault, isThere: isThere(vault.path) })),
  })
  return {
    list,
    note: async vault => {
      const others = (await read()).filter(other => other.path !== vault)
      const first = { path: vault, opened: now().toISOString() }
      await write([first, ...others].slice(0, MOST)).catch(() => {})
    },
    forget: async vault => {
      const left = vault === null ? [] : (await read()).filter(other => other.path !== vault)
      await write(left)
      return await list()
    },
  }
}

/** A drive that was pulled out since is no fault: its vaults are named as missing. */
function isThere(vault: string): boolean {
  try {
    return lstatSync(vault, { throwIfNoEntry: false })?.isFile() === true
  } catch {
    return false
  }
}

/** Whole or not at all. */
async function replace(file: string, vaults: Kept): Promise<void> {
  const folder = path.dirname(file)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  try {
    await writeFile(draft, `${JSON.stringify({ format: FORMAT, vaults }, null, 2)}\n`, {
      mode: 0o600,
    })
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
}
