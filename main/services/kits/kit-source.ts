import type { Input as CallInput } from '../../../shared/contract.ts'
import { type Kit, parseKit, type TrustedKit } from '../../core/kit/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { kitFactsOf, trustedFactsOf, type WindowKitFacts } from './kit-facts.ts'
import { readKit } from './kit-file.ts'
import { storedKit } from './stored-kit.ts'
import { trustKit, trustKnown } from './trust-kit.ts'

/** A kit as the window names it: a file, or the newest of a quorum in the open vault. */
export type KitSource = CallInput<'kit.inspect'>['kit']

/** For looking at it alone. @throws KIT_*, FILE_*; VAULT_CLOSED, KIT_NONE, VAULT_* */
export async function kitFrom(
  source: KitSource,
  { input, workspace }: { readonly input: Input; readonly workspace: Workspace },
): Promise<Kit> {
  return source.kind === 'file'
    ? readKit(absolutePath(source.path), input)
    : parseKit((await storedKit(workspace.require(), source.setId)).bytes)
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
  tools: { readonly input: Input; readonly workspace: Workspace },
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
 * What a kit says, for the window to show: whether the open vault vouches for it, too.
 *
 * @throws as `kitFrom`; KIT_FOREIGN, KIT_UNPROVED when the vault knows better
 */
export async function inspectedFrom(
  source: KitSource,
  tools: { readonly input: Input; readonly workspace: Workspace },
): Promise<WindowKitFacts> {
  const kit = await kitFrom(source, tools)
  const known = await trustKnown(kit, tools.workspace.current)
  return known === null ? kitFactsOf(kit) : trustedFactsOf(known)
}
