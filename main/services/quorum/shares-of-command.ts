import type { TrustedKit } from '../../core/kit/index.ts'
import { type Input, terminalOf } from '../files/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { noteAttempt } from './noted-attempts.ts'
import { type OpeningFiles, ShareFiles } from './share-files.ts'
import type { ShareSource } from './share-source.ts'
import { TypedShares } from './typed-shares.ts'

/**
 * The shares of a command: of the files that it names, or typed at the terminal where it names none. Their
 * owner closes them.
 *
 * @param vault whose log the heads on the cards are compared with, and where cards that are refused are
 *              noted; null: none
 */
export function sharesOfCommand(
  files: Pick<OpeningFiles, 'shares' | 'acceptCorrections'>,
  kit: TrustedKit | null,
  vault: VaultReference | null,
  input: Input,
): ShareSource & { readonly close: () => void } {
  const terminal = terminalOf(input)
  return files.shares.length > 0 || terminal === null
    ? new ShareFiles(files, kit, vault, input)
    : new TypedShares(kit, terminal, refusal => noteAttempt(vault, kit, refusal))
}
