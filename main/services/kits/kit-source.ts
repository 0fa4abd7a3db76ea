import type { MainInput } from '../../../shared/contract.ts'
import {
  isReformatted,
  KIT_LIMIT,
  type Kit,
  parseKit,
  type TrustedKit,
} from '../../core/kit/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { type InspectedKit, kitFactsOf, proofsOf, trustedFactsOf } from './kit-facts.ts'
import { kitIn } from './kit-file.ts'
import { requireHeld } from './kit-in-force.ts'
import { storedKit } from './stored-kit.ts'
import { trustKit, trustKnown } from './trust-kit.ts'

/** A kit as the window names it: a file, or the newest of a quorum in the open vault. */
export type KitSource = MainInput<'kit.inspect'>['kit']

interface SourceTools {
  readonly input: Input
  readonly workspace: Pick<Workspace, 'current' | 'require'>
}

/** For looking at it alone. @throws KIT_*, FILE_*; VAULT_CLOSED, KIT_NONE, VAULT_* */
export const kitFrom = async (source: KitSource, tools: SourceTools): Promise<Kit> =>
  (await fileFrom(source, tools)).kit

/** The kit with the bytes that it was read from. @throws as kitFrom */
async function fileFrom(
  source: KitSource,
  { input, workspace }: SourceTools,
): Promise<{ readonly kit: Kit; readonly bytes: Uint8Array }> {
  if (source.kind === 'vault') {
    const { bytes } = await storedKit(workspace.require(), source.setId)
    return { kit: parseKit(bytes), bytes }
  }
  const path = absolutePath(source.path)
  const bytes = await input.read(path, KIT_LIMIT)
  return { kit: kitIn(path, bytes), bytes }
}

/**
 * The kit for a verb: read, and trusted by the vault's log or by the fingerprint that came with it.
 *
 * @param vault the one that the verb records in; null: none
 * @throws as `kitFrom` and `trustKit`
 */
export async function trustedKitFrom(
  source: KitSource,
  vault: VaultReference | null,
  tools: SourceTools,
): Promise<TrustedKit> {
  return trustSource(source, await kitFrom(source, tools), vault)
}

/** As `trustedKitFrom`, of a kit that has been read. @throws as `trustKit` */
export function trustSource(
  source: KitSource,
  kit: Kit,
  vault: VaultReference | null,
): Promise<TrustedKit> {
  const given = (source.kind === 'file' && source.fingerprint) || null
  return trustKit(kit, vault, { given, ask: null })
}

/**
 * The kit of a quorum that the vault holds, if there is a vault: for what is noted there of its cards.
 *
 * @param beside the open vault, opened already
 * @throws as `kitFrom` and `trustKit`; QUORUM_UNKNOWN
 */
export async function heldKit(
  source: KitSource,
  beside: VaultReference | null,
  { input, workspace }: SourceTools,
): Promise<TrustedKit> {
  const at = beside === null ? workspace : { current: beside, require: () => beside }
  const kit = await kitFrom(source, { input, workspace: at })
  await beside?.use('read', opened => requireHeld(opened, kit))
  return await trustSource(source, kit, beside)
}

/**
 * What a kit says, for the window to show: whether the open vault vouches for it, too.
 *
 * @throws as `kitFrom`; KIT_FOREIGN, KIT_UNPROVED when the vault knows better
 */
export async function inspectedFrom(source: KitSource, tools: SourceTools): Promise<InspectedKit> {
  const { kit, bytes } = await fileFrom(source, tools)
  const known = await trustKnown(kit, tools.workspace.current)
  const facts = known === null ? kitFactsOf(kit) : trustedFactsOf(known)
  const reformatted = isReformatted(kit, bytes)
  return { ...facts, reformatted, proofs: proofsOf(kit, facts.vouchedBy) }
}
