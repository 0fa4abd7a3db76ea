import { isFounding, isReformatted, KIT_LIMIT, type Kit, kitToBytes } from '../../core/kit/index.ts'
import { createNewFolder, type Input, writeNewFile } from '../files/index.ts'
import { kitPages, type PaperSize, type Papers } from '../pages/index.ts'
import { type OpenVault, vaultToRead } from '../vaults/index.ts'
import { keyFactsOf, kitFactsOf, type WindowKeyFacts, type WindowKitFacts } from './kit-facts.ts'
import { kitIn, readKit } from './kit-file.ts'
import { exportKit } from './stored-kit.ts'

/** Whether the ceremony made it; what was added later is not in the kit's fingerprint. */
interface Origin {
  readonly founding: boolean
}

/** What a kit says, and what of it the fingerprint on the cards vouches for. */
interface KitFacts extends Omit<WindowKitFacts, 'backupKeys' | 'keys'> {
  /** Another program has written the file anew; what it says is as it was. */
  readonly reformatted: boolean
  readonly backupKeys: readonly (WindowKitFacts['backupKeys'][number] & Origin)[]
  readonly keys: readonly (WindowKeyFacts & Origin)[]
}

export interface Kits {
  /** Checks a kit and says what it holds. */
  readonly inspect: (file: string) => Promise<KitFacts>
  /** Writes the newest kit that a vault holds into a new file. */
  readonly export: (request: {
    readonly vault: string
    readonly out: string
    readonly setId?: string
  }) => Promise<WrittenKit>
  /** Writes a kit, in whatever spelling it has come, into a new file as Keyclave spells it. */
  readonly rewrite: (request: { readonly kit: string; readonly out: string }) => Promise<WrittenKit>
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

interface WrittenKit {
  readonly setId: string
  readonly digest: string
  readonly out: string
}

interface PrintedKit {
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
    inspect: async file => {
      const bytes = await input.read(file, KIT_LIMIT)
      const kit = kitIn(file, bytes)
      return { ...inspected(kit), reformatted: isReformatted(kit, bytes) }
    },

    export: async ({ vault, out, setId = null }) => ({
      ...(await exportKit(vaultToRead(vault, openVault), setId, out)),
      out,
    }),

    rewrite: async ({ kit: file, out }) => {
      const kit = await readKit(file, input)
      await writeNewFile(out, kitToBytes(kit))
      return { setId: kit.quorum.setId, digest: kit.digest, out }
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

const inspected = (kit: Kit): Omit<KitFacts, 'reformatted'> => ({
  ...kitFactsOf(kit),
  backupKeys: kit.backupKeys.map(key => ({
    ...{ generation: key.generation, recipient: key.recipient, founding: isFounding(kit, key) },
  })),
  keys: kit.keys.map(key => ({ ...keyFactsOf(key), founding: isFounding(kit, key) })),
})
