import type { Input as CallInput } from '../../../shared/contract.ts'
import { type Kit, parseKit } from '../../core/kit/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { readKit } from './kit-file.ts'
import { storedKit } from './stored-kit.ts'

/** A kit as the window names it: a file, or the newest of a quorum in the open vault. */
export type KitSource = CallInput<'kit.inspect'>['kit']

/** @throws KIT_*, FILE_*; VAULT_CLOSED, KIT_NONE, VAULT_* */
export async function kitFrom(
  source: KitSource,
  { input, workspace }: { readonly input: Input; readonly workspace: Workspace },
): Promise<Kit> {
  return source.kind === 'file'
    ? readKit(absolutePath(source.path), input)
    : parseKit((await storedKit(workspace.require(), source.setId)).bytes)
}
