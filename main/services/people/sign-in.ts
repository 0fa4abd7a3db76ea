import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { openSignInKey, type Signer } from '../../core/people/index.ts'
import { MOST_FAILURES, type Vault, type VaultPerson } from '../../vault/index.ts'

/**
 * A person's PIN or passphrase against their sealed key. Wrong entries are counted in the vault and
 * logged; after each, twice as long has to pass as before, and after ten the key opens no more.
 *
 * No clock is believed: on a machine without a network the battery of the clock may be dead, and whoever
 * sits there may set it. What counts is for how long the machine has been running. Before the last wrong
 * entry it had been running for so long; if it has run for longer now, at least the difference has passed,
 * and if for less, it was started since, and has been running for all of that. Neither is ever more than
 * has really passed, so that no wait is shortened, and none is longer than its own step.
 */

const SECOND = 1000

/** Milliseconds for which a machine has been running. */
export type Uptime = () => number

/** Whole seconds until the next entry may be tried; 0 when it may be now. */
export function secondsToWait(
  { failed, failedAtUptime }: Pick<VaultPerson, 'failed' | 'failedAtUptime'>,
  uptime: number,
): number {
  if (failed === 0) return 0
  const passed = uptime >= failedAtUptime ? uptime - failedAtUptime : uptime
  return Math.max(0, Math.ceil(2 ** (failed - 1) - passed / SECOND))
}

/**
 * Opens a person's key for signing.
 *
 * @param secret UTF-8; the caller still owns it
 * @returns a signer, for the caller to close
 * @throws PERSON_STATE, PIN_LOCKED, PIN_WAIT {seconds}, PIN_WRONG {left}, KDF_MEMORY
 */
export async function openKey(
  vault: Vault,
  id: string,
  secret: Buffer,
  uptime: Uptime,
): Promise<Signer> {
  const { people } = vault
  const person = people.get(id)
  const { name, state } = person
  if (state !== 'active') throw refuse('PERSON_STATE', { name, state })
  requireTry(person, uptime())
  const signer = await openSignInKey(id, person, secret)
  try {
    // Several tries at once: none is answered before those that failed meanwhile count.
    requireTry(people.get(id), uptime())
  } catch (error) {
    signer?.close()
    throw error
  }
  if (signer === null) throw countWrongEntry(vault, person, uptime())
  people.succeeded(id)
  return signer
}

/** Counts a wrong entry. @returns PIN_WRONG, for the caller to throw */
export const countWrongEntry = (
  { people }: Vault,
  { id, name }: VaultPerson,
  uptime: number,
): Error => refuse('PIN_WRONG', { name, left: MOST_FAILURES - people.failed(id, uptime) })

/** @throws PIN_LOCKED, PIN_WAIT */
export function requireTry(person: VaultPerson, uptime: number): void {
  const { name, failed } = person
  if (failed >= MOST_FAILURES) throw refuse('PIN_LOCKED', { name })
  const seconds = secondsToWait(person, uptime)
  if (seconds > 0) throw refuse('PIN_WAIT', { name, seconds })
}
