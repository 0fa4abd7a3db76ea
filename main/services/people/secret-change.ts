import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import {
  judgeSignInSecrets,
  openSignInKey,
  resealSignInKey,
  secretKind,
} from '../../core/people/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { SecretSource } from '../quorum/index.ts'
import type { ApprovalTools } from './approvals.ts'
import { requirePeople, withSecret } from './newcomers.ts'
import { countWrongEntry, requireTry } from './sign-in.ts'

/** A PIN or passphrase as it is, and as it shall be. */
export interface SecretChange {
  readonly old: SecretSource
  readonly fresh: SecretSource
}

/**
 * Seals a person's key under another PIN or passphrase. They alone can: nobody signs for it.
 *
 * @throws PIN_WRONG, PIN_WAIT, PIN_LOCKED, PERSON_STATE; PIN_STRICT, PIN_SHORT, PIN_TRIVIAL, PASSPHRASE_*
 */
export const changeSecret = (
  vault: Vault,
  id: string,
  { old, fresh }: SecretChange,
  tools: ApprovalTools,
): Promise<void> =>
  withSecret(old, was => withSecret(fresh, willBe => reseal(vault, id, was, willBe, tools)))

async function reseal(
  vault: Vault,
  id: string,
  old: Buffer,
  fresh: Buffer,
  { uptime, random }: ApprovalTools,
): Promise<void> {
  const person = vault.people.get(id)
  const { name, state } = person
  if (state !== 'active') throw refuse('PERSON_STATE', { name, state })
  requireTry(person, uptime())
  await judgeSignInSecrets([{ owner: name, utf8: fresh }], requirePeople(vault))
  const sealed = await resealSignInKey(id, person, old, fresh, random)
  const signer = sealed && (await openSignInKey(id, sealed, fresh))
  if (sealed === null || signer === null) throw countWrongEntry(vault, person, uptime())
  try {
    vault.people.succeeded(id)
    const key = { ...sealed, kind: secretKind(fresh) }
    vault.people.reseal({ name, signer }, id, key)
  } finally {
    signer.close()
  }
}
