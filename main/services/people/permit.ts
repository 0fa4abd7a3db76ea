import type { Vault } from '../../vault/index.ts'
import type { Authorization, Deed, Gate } from './authorize.ts'

/**
 * Asks whether a deed may be done: the port through which a verb reaches its signers. In the window they
 * have signed an approval; on the command line they are named with the files of their PINs.
 *
 * @param unsigned the actor's name in a vault without people
 * @returns leave, for the caller to close
 * @throws APPROVAL_*; PIN_*, PERSON_*
 */
export type Permit = (
  vault: Vault,
  deed: Deed,
  unsigned: string,
) => Authorization | Promise<Authorization>

/** The window's permit: with the approval's id, and with who is in the room. */
export const permitBy =
  (gate: Gate, approval: string | null): Permit =>
  (vault, deed, unsigned) =>
    gate(vault, deed, approval, unsigned)
