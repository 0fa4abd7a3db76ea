import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { describePolicy } from '../../core/ceremony/index.ts'
import { formatFingerprint, isFounding, type Kit, kitFingerprint } from '../../core/kit/index.ts'
import { createNewFolder, type Input, writeNewFile } from '../files/index.ts'
import { kitPages, type PaperSize, type Papers } from '../pages/index.ts'
import type { OpenVault } from '../vaults/index.ts'
import { describeKey } from './key-description.ts'
import { readKit } from './kit-file.ts'

/** What a kit says, for a person. */
export interface KitFacts {
  readonly title: string
  readonly organisation: string
  readonly created: string
  readonly policy: string
  readonly setId: string
  readonly threshold: number
  readonly identity: string
  readonly kdf: number
  readonly recipient: string
  readonly fingerprint: string
  readonly digest: string
  readonly custodians: readonly { readonly index: number; readonly name: string }[]
  readonly backupKeys: readonly {
    readonly generation: number
    readonly recipient: string
    readonly founding: boolean
  }[]
  readonly keys: readonly {
    readonly id: string
    readonly version: number
    readonly label: string
    readonly description: string
    readonly fingerprint: string | null
    readonly founding: boolean
  }[]
}

export interface Kits {
  /** Checks a kit and says what it holds. */
  readonly inspect: (file: string) => Promise<KitFacts>
  /** Writes the newest kit that a vault holds into a new file. */
  readonly export: (request: {
    readonly vault: string
    readonly out: string
    readonly setId?: string
  }) => Promise<{ readonly setId: string; readonly digest: string; readonly out: string }>
  /**
   * Makes the pages that are printed of a kit, in a new folder: register of shares, recovery sheet.
   *
   * @returns the paths of the PDFs
   * @throws KIT_*, FOLDER_NOT_EMPTY, FILE_*
   */
  readonly print: (request: {
    readonly kit: string
    readonly out: string
    readonly paper: PaperSize
  }) => Promise<PrintedKit>
}

export interface PrintedKit {
  readonly setId: string
  readonly register: string
  readonly recoverySheet: string
}

interface KitsTools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly papers: Papers
}

export function createKits({ input, openVault, papers }: KitsTools): Kits {
  return {
    inspect: async file => factsOf(await readKit(file, input)),

    export: async ({ vault: path, out, setId }) => {
      const vault = await openVault(path, 'read')
      try {
        const inForce = vault.quorums.list().filter(quorum => quorum.state === 'in-force')
        const wanted = inForce.filter(quorum => setId === undefined || quorum.setId === setId)
        if (wanted.length > 1) {
          throw refuse('KIT_AMBIGUOUS', { sets: wanted.map(quorum => quorum.setId) })
        }
        const [quorum] = wanted
        const kit = quorum && vault.kits.kitOf(quorum.setId)
        if (!kit) throw refuse('KIT_NONE', { vault: path })
        await writeNewFile(out, Buffer.from(kit.bytes))
        return { setId: kit.setId, digest: kit.digest, out }
      } finally {
        vault.close()
      }
    },

    print: async ({ kit: file, out, paper }) => {
      const kit = await readKit(file, input)
      const pages = await kitPages(kit, paper, papers)
      const folder = await createNewFolder(out)
      try {
        const files = await folder.prepare(
          pages.map(({ name, content }) => ({ name: `${name}.pdf`, content })),
        )
        const [register = '', recoverySheet = ''] = await files.publish()
        return { setId: kit.quorum.setId, register, recoverySheet }
      } catch (error) {
        await folder.remove()
        throw error
      }
    },
  }
}

function factsOf(kit: Kit): KitFacts {
  const { quorum, digest } = kit
  const { title, organisation, created, setId, threshold, identity, kdf, recipient } = quorum
  const custodians = quorum.custodians.map(({ index, name }) => ({ index, name }))
  const names = custodians.map(custodian => custodian.name)
  const policy = describePolicy({ quorum: { threshold, custodians: names, identity, kdf } })
  return {
    ...{ title, organisation, created, policy, setId, threshold, identity, kdf, recipient, digest },
    fingerprint: formatFingerprint(kitFingerprint(quorum)),
    custodians,
    backupKeys: kit.backupKeys.map(key => ({
      generation: key.generation,
      recipient: key.recipient,
      founding: isFounding(kit, key),
    })),
    keys: kit.keys.map(key => ({
      ...{ id: key.id, version: key.version, label: key.label },
      description: describeKey(key),
      fingerprint: key.kind === 'master-key' ? formatFingerprint(key.fingerprint) : null,
      founding: isFounding(kit, key),
    })),
  }
}
