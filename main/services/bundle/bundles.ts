import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { KIT_IN_BUNDLE, RECORD_IN_BUNDLE } from '../../core/bundle/index.ts'
import { forFinders } from '../../core/ceremony/index.ts'
import {
  formatFingerprint,
  isProvedByKit,
  itemName,
  type Kit,
  kitFingerprint,
} from '../../core/kit/index.ts'
import { type Input, orTakeBack, prepareFolder } from '../files/index.ts'
import { readKit, trustKit } from '../kits/index.ts'
import { findersBy, findersIn, type PaperSize, type SaidForFinders } from '../pages/index.ts'
import { readRecord } from '../records/index.ts'
import { type OpenVault, vaultToRead } from '../vaults/index.ts'
import { checkFolder, type SoundFolder } from './check-bundle.ts'
import { type Bundle, type BundleTools, bundleOf } from './content.ts'

/** What was made. */
export interface MadeBundle extends Pick<Bundle, 'sums' | 'package' | 'lacking'> {
  readonly out: string
  readonly setId: string
  readonly files: readonly string[]
}

/** A bundle that is as it was made. */
export interface CheckedBundle extends SoundFolder {
  readonly setId: string
  readonly title: string
  readonly fingerprint: string
  /** Of this one kit, 64 hex digits. */
  readonly digest: string
  /** Whether the fingerprint was given, as it stands on a card; otherwise it is to be compared. */
  readonly confirmed: boolean
}

export interface Bundles {
  /**
   * Makes a bundle of a kit, writes it and reads it back.
   *
   * @throws as `trustKit`; PAGE_CONTACT; RECORD_*, BUNDLE_RECORD; FILE_*, BUNDLE_SOURCE, DRIVE_UNTRUE
   */
  readonly make: (
    request: SaidForFinders & {
      readonly kit: string
      readonly record?: string
      readonly package?: string
      readonly vault?: string
      /** As it stands on a card. */
      readonly fingerprint?: string
      readonly out: string
      readonly paper: PaperSize
    },
  ) => Promise<MadeBundle>
  /**
   * Checks a bundle: every file against SHA256SUMS, the kit by itself, and, where a fingerprint is given, against a card.
   *
   * @throws BUNDLE_DIFFERS, BUNDLE_SUMS; KIT_*, BUNDLE_RECORD, RECORD_*; FILE_*
   */
  readonly check: (request: {
    readonly folder: string
    readonly fingerprint?: string
  }) => Promise<CheckedBundle>
}

export interface BundlesTools extends BundleTools {
  readonly input: Input
  readonly openVault: OpenVault
}

export function createBundles(tools: BundlesTools): Bundles {
  const { input, openVault } = tools
  return {
    make: async request => {
      const { fingerprint: given = null, out, paper } = request
      const vault = request.vault === undefined ? null : vaultToRead(request.vault, openVault)
      const { kit } = await trustKit(await readKit(request.kit, input), vault, {
        ...{ given, ask: input.askShown },
      })
      const { setId } = kit.quorum
      const told =
        request.record === undefined ? null : await recordOf(request.record, setId, input)
      const held = await vault?.use('read', opened => ({
        sealed: opened.sealedShares.of(setId),
        finders: findersIn(opened, setId),
      }))
      const planned = told === null ? held?.finders : forFinders(told.record.plan)
      const { contact, languages } = request
      const finders = findersBy({ contact, languages }, planned ?? forFinders(null))
      const bundle = await bundleOf(
        {
          ...{ kit, record: told?.bytes ?? null, finders },
          sealed: held?.sealed ?? [],
          package: request.package ?? null,
        },
        paper,
        tools,
      )
      const { files, sums, package: package_, lacking } = bundle
      await writeBundle(out, bundle)
      return {
        ...{ out, setId, sums, package: package_, lacking },
        files: files.map(({ name }) => name),
      }
    },

    check: async ({ folder, fingerprint: given = null }) => {
      const sound = await checkFolder(folder, input)
      const kit = await readKit(path.join(folder, KIT_IN_BUNDLE), input)
      if (given !== null) await trustKit(kit, null, { given, ask: null })
      requireProved(kit)
      if (sound.files.includes(RECORD_IN_BUNDLE)) {
        await recordOf(path.join(folder, RECORD_IN_BUNDLE), kit.quorum.setId, input)
      }
      const { quorum, digest } = kit
      const fingerprint = formatFingerprint(kitFingerprint(quorum))
      const { setId, title } = quorum
      return { ...sound, setId, title, fingerprint, digest, confirmed: given !== null }
    },
  }
}

/** @throws KIT_UNPROVED naming what neither the founding nor the signatures of a revision vouch for */
function requireProved(kit: Kit): void {
  const items = [...kit.backupKeys, ...kit.keys]
    .filter(item => !isProvedByKit(kit, item))
    .map(itemName)
  if (items.length > 0) throw refuse('KIT_UNPROVED', { items })
}

/** The record of the same ceremony as the kit. @throws BUNDLE_RECORD, RECORD_*, FILE_* */
async function recordOf(file: string, expected: string, input: Input) {
  const read = await readRecord(file, input)
  const { setId } = read.record.quorum
  if (setId !== expected) throw refuse('BUNDLE_RECORD', { path: file, setId, expected })
  return read
}

/** Writes a bundle into a folder of its own, and reads it back before it has its name. */
async function writeBundle(out: string, { files }: Bundle): Promise<void> {
  const folder = await prepareFolder(out, files)
  await orTakeBack(folder.discard, folder.readBack)
  await folder.publish()
}
