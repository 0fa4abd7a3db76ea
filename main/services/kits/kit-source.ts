import type { Input as CallInput } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { type Kit, parseKit } from '../../core/kit/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { readKit } from './kit-file.ts'

/** A kit as the window names it: a file, or the newest of a quorum in the open vault. */
export type KitSource = CallInput<'kit.inspect'>['kit']

export interface StoredKitFile {
  readonly bytes: Buffer
  readonly digest: string
}

/** @throws KIT_*, FILE_*; VAULT_CLOSED, KIT_NONE, VAULT_* */
export async function kitFrom(
  source: KitSource,
  { input, workspace }: { readonly input: Input; readonly workspace: Workspace },
): Promise<Kit> {
  return source.kind === 'file'
    ? readKit(absolutePath(source.path), input)
    : parseKit((await storedKit(source.setId, workspace)).bytes)
}

/** The newest kit of a quorum in the open vault, to the byte. @throws VAULT_CLOSED, KIT_NONE, VAULT_* */
export async function storedKit(setId: string, workspace: Workspace): Promise<StoredKitFile> {
  const reference = workspace.require()
  const kit = await reference.use('read', vault => vault.kits.kitOf(setId))
  if (kit === null) throw refuse('KIT_NONE', { vault: reference.path })
  return { bytes: Buffer.from(kit.bytes), digest: kit.digest }
}
