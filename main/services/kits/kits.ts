import { isFounding, type Kit } from '../../core/kit/index.ts'
import { createNewFolder, type Input } from '../files/index.ts'
import { kitPages, type PaperSize, type Papers } from '../pages/index.ts'
import { type OpenVault, vaultToRead } from '../vaults/index.ts'
import { keyFactsOf, kitFactsOf, type WindowKeyFacts, type WindowKitFacts } from './kit-facts.ts'
import { readKit } from './kit-file.ts'
import { exportKit } from './stored-kit.ts'

/** Whether the ceremony made it; what was added later is not in the kit's fingerprint. */
interface Origin {
  readonly founding: boolean
}

/** What a kit says, and what of it the fingerprint on the cards vouches for. */
interface KitFacts extends Omit<WindowKitFacts, 'backupKeys' | 'keys'> {
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
    inspect: async file => inspected(await readKit(file, input)),

    export: async ({ vault, out, setId = null }) => ({
      ...(await exportKit(vaultToRead(vault, openVault), setId, out)),
      out,
    }),

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

const inspected = (kit: Kit): KitFacts => ({
  ...kitFactsOf(kit),
  backupKeys: kit.backupKeys.map(key => ({
    ...{ generation: key.generation, recipient: key.recipient, founding: isFounding(kit, key) },
  })),
  keys: kit.keys.map(key => ({ ...keyFactsOf(key), founding: isFounding(kit, key) })),
})
