import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { openSignInKey, type Signer } from '../../core/people/index.ts'
import { MOST_FAILURES, type Vault, type VaultPerson } from '../../vault/index.ts'

/**
 * A person's PIN or passphrase against their sealed key. Wrong entries are counted in the vault and
 * logged; after each, twice as long has to pass as before, and after ten the key opens no more.
 */

const SECOND = 1000

/** When the next entry may be tried; null when it may be now. */
export function waitUntil({ failed, lastFailed }: VaultPerson, now: Date): Date | null {
  if (failed === 0 || lastFailed === null) return null
  const ready = Date.parse(lastFailed) + 2 ** (failed - 1) * SECOND
  return ready > now.getTime() ? new Date(ready) : null
}

/**
 * Opens a person's key for signing.
 *
 * @param secret UTF-8; the caller still owns it
 * @returns a signer, for the caller to close
 * @throws PERSON_STATE, PIN_LOCKED, PIN_WAIT {seconds}, PIN_WRONG {left}, KDF_MEMORY
 */
export async function openKey(
  { people }: Vault,
  id: string,
  secret: Buffer,
  now: () => Date,
): Promise<Signer> {
  const person = people.get(id)
  const { name, state } = person
  if (state !== 'active') throw refuse('PERSON_STATE', { name, state })
  requireTry(person, now())
  const signer = await openSignInKey(id, person, secret)
  try {
    // Several tries at once: none is answered before those that failed meanwhile count.
    requireTry(people.get(id), now())
  } catch (error) {
    signer?.close()
    throw error
  }
  if (signer === null) {
    throw refuse('PIN_WRONG', { name, left: MOST_FAILURES - people.failed(id) })
  }
  people.succeeded(id)
  return signer
}

/** @throws PIN_LOCKED, PIN_WAIT */
export function requireTry(person: VaultPerson, now: Date): void {
  const { name, failed } = person
  if (failed >= MOST_FAILURES) throw refuse('PIN_LOCKED', { name })
  const ready = waitUntil(person, now)
  if (ready === null) return
  const seconds = Math.ceil((ready.getTime() - now.getTime()) / SECOND)
  throw refuse('PIN_WAIT', { name, seconds })
}
