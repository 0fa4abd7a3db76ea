import { forFinders } from '../../core/ceremony/index.ts'
import {
  isFounding,
  isReformatted,
  KIT_LIMIT,
  type Kit,
  kitToBytes,
  type TrustedKit,
} from '../../core/kit/index.ts'
import { createNewFolder, type Input, orTakeBack, writeNewFile } from '../files/index.ts'
import {
  findersBy,
  findersIn,
  kitPages,
  type PaperSize,
  type Papers,
  recoverPageOf,
  type SaidForFinders,
} from '../pages/index.ts'
import { type ApprovalTools, permitFromFiles, type SignerFile } from '../people/index.ts'
import type { Watch } from '../tasks/index.ts'
import {
  makeVault,
  type OpenVault,
  removeVault,
  type VaultReference,
  vaultAt,
  vaultToRead,
} from '../vaults/index.ts'
import { type ImportedKit, importKit } from './import-kit.ts'
import {
  type InspectedKit,
  keyFactsOf,
  kitFactsOf,
  proofsOf,
  trustedFactsOf,
  type WindowKeyFacts,
  type WindowKitFacts,
} from './kit-facts.ts'
import { kitIn, readKit } from './kit-file.ts'
import { exportKit } from './stored-kit.ts'
import { trustKit } from './trust-kit.ts'

/** Whether the ceremony made it; what was added later is not in the kit's fingerprint. */
interface Origin {
  readonly founding: boolean
}

/** What a kit says, and what of it the fingerprint on the cards vouches for. */
interface KitFacts extends Omit<InspectedKit, 'backupKeys' | 'keys'> {
  readonly backupKeys: readonly (WindowKitFacts['backupKeys'][number] & Origin)[]
  readonly keys: readonly (WindowKeyFacts & Origin)[]
  /** What vouches for it: the log of the vault that was named, or the fingerprint; null: nothing yet. */
  readonly confirmed: TrustedKit['voucher']['by'] | null
}

export interface Kits {
  /**
   * Checks a kit and says what it holds, and whether a vault or a fingerprint that were named vouch for it.
   *
   * @throws KIT_*, FILE_*, VAULT_*
   */
  readonly inspect: (request: {
    readonly kit: string
    readonly vault?: string
    readonly fingerprint?: string
  }) => Promise<KitFacts>
  /** Imports a quorum that was founded elsewhere, or without a vault, from its kit. @throws as `importKit` */
  readonly import: (
    request: {
      readonly kit: string
      readonly vault: string
      /** Whether to make the vault, which must not exist yet. */
      readonly make: boolean
      readonly fingerprint?: string
      readonly sign: readonly SignerFile[]
    },
    watch: Watch,
  ) => Promise<ImportedKit>
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
   * @throws KIT_*, PAGE_CONTACT, FOLDER_NOT_EMPTY, FILE_*
   */
  readonly print: (
    request: SaidForFinders & {
      readonly kit: string
      /** As it stands on a card, its first 8 digits or more; absent: it is asked for. */
      readonly fingerprint?: string
      /** Whose log vouches for it. */
      readonly vault?: string
      readonly out: string
      readonly paper: PaperSize
    },
  ) => Promise<PrintedKit>
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

interface KitsTools extends ApprovalTools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly papers: Papers
}

export function createKits({ input, openVault, papers, ...means }: KitsTools): Kits {
  const toRead = (vault: string | undefined): VaultReference | null =>
    vault === undefined ? null : vaultToRead(vault, openVault)
  return {
    inspect: async ({ kit: file, vault, fingerprint: given = null }) => {
      const bytes = await input.read(file, KIT_LIMIT)
      const kit = kitIn(file, bytes)
      const isAlone = vault === undefined && given === null
      const trusted = isAlone
        ? null
        : await trustKit(kit, toRead(vault), { given, ask: input.askShown })
      const facts = trusted === null ? kitFactsOf(kit) : trustedFactsOf(trusted)
      return {
        ...facts,
        ...originsIn(kit),
        reformatted: isReformatted(kit, bytes),
        proofs: proofsOf(kit, facts.vouchedBy),
        confirmed: trusted?.voucher.by ?? null,
      }
    },

    import: async ({ kit: file, vault, make, fingerprint: given = null, sign }, watch) => {
      const kit = await readKit(file, input)
      if (make) await makeVault(vault, openVault)
      try {
        return await importKit(
          kit,
          { given, ask: input.askShown },
          {
            vault: vaultAt(vault, openVault, watch),
            permit: permitFromFiles(sign, { input, ...means }),
          },
        )
      } catch (error) {
        if (make) removeVault(vault)
        throw error
      }
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

    print: async ({ kit: file, vault, fingerprint: given = null, out, paper, ...said }) => {
      const expected = { given, ask: input.askShown }
      const { kit } = await trustKit(await readKit(file, input), toRead(vault), expected)
      const { setId } = kit.quorum
      const held = await toRead(vault)?.use('read', opened => ({
        sealed: opened.sealedShares.of(setId),
        finders: findersIn(opened, setId),
      }))
      const finders = findersBy(said, held?.finders ?? forFinders(null))
      const pages = await kitPages(kit, paper, papers, held?.sealed ?? [], finders)
      const folder = await createNewFolder(out)
      const made = [
        ...pages.map(({ name, content }) => ({ name: `${name}.pdf`, content })),
        ...recoverPageOf(papers),
      ]
      const publish = async () => (await folder.prepare(made)).publish()
      const [register = '', recoverySheet = ''] = await orTakeBack(
        () => folder.remove('unfinished'),
        publish,
      )
      return { setId, register, recoverySheet }
    },
  }
}

const originsIn = (kit: Kit): Pick<KitFacts, 'backupKeys' | 'keys'> => ({
  backupKeys: kit.backupKeys.map(key => ({
    ...{ generation: key.generation, recipient: key.recipient, founding: isFounding(kit, key) },
  })),
  keys: kit.keys.map(key => ({ ...keyFactsOf(key), founding: isFounding(kit, key) })),
})
