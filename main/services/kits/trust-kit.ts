import { refuse } from '../../../shared/errors.ts'
import {
  confirmKit,
  fingerprintDigits,
  type Kit,
  type LoggedQuorum,
  type TrustedKit,
} from '../../core/kit/index.ts'
import type { AskShown } from '../files/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { loggedIn } from './logged-quorum.ts'

/** What somebody has read on a share card: the kit's fingerprint, or its first digits. */
export interface CardFingerprint {
  /** As they typed it; null: not yet. */
  readonly given: string | null
  /** Asks the person at the terminal; null where there is none. */
  readonly ask: AskShown | null
}

/** Largest line that is read as a fingerprint. */
const LINE_LIMIT = 256
const QUESTION =
  'Fingerprint of the kit, as it stands on a share card (its first 8 digits or more): '

/**
 * Whether a kit is the right one. Every verb that takes a kit asks here, once, before anything is done
 * with it: a kit is not trusted because it is there.
 *
 * With a vault that knows the quorum, the vault's log says so: the fingerprint of the founding part, which
 * covers recipient, commitments and founding items, and the digest of each kit that came later. Where no
 * log knows it, a person reads the fingerprint on a card. A vault with people takes no kit of a quorum that
 * it does not know.
 *
 * @param vault null: none
 * @throws KIT_FOREIGN, KIT_UNPROVED: the log knows better; KIT_NOT_TAKEN_IN; KIT_FINGERPRINT_NEEDED,
 *         KIT_FINGERPRINT_FORMAT, KIT_FINGERPRINT; CANCELLED; VAULT_HEAD: the vault is an older copy than the
 *         kit is of, or another branch; VAULT_*
 */
export async function trustKit(
  kit: Kit,
  vault: VaultReference | null,
  expected: CardFingerprint,
): Promise<TrustedKit> {
  const { setId } = kit.quorum
  const read = expected.given === null ? null : byCard(kit, expected.given)
  const said = await vault?.use('read', opened => ({
    logged: loggedIn(opened, kit),
    hasPeople: opened.people.profile() !== null,
  }))
  if (said?.logged) return byLog(kit, said.logged)
  if (said?.hasPeople) throw refuse('KIT_NOT_TAKEN_IN', { setId })
  return read ?? (await trustByCard(kit, expected))
}

/**
 * A kit by what somebody reads on a card alone.
 *
 * @throws KIT_FINGERPRINT_NEEDED, KIT_FINGERPRINT_FORMAT, KIT_FINGERPRINT; CANCELLED
 */
export const trustByCard = async (kit: Kit, { given, ask }: CardFingerprint): Promise<TrustedKit> =>
  byCard(kit, given ?? (await askFor(kit, ask)))

/**
 * A kit as the log of a vault vouches for it.
 *
 * @returns null when there is no vault, or its log says nothing of this quorum
 * @throws KIT_FOREIGN, KIT_UNPROVED: the log knows better; VAULT_HEAD
 */
export async function trustKnown(
  kit: Kit,
  vault: VaultReference | null,
): Promise<TrustedKit | null> {
  const logged = await vault?.use('read', opened => loggedIn(opened, kit))
  return logged ? byLog(kit, logged) : null
}

/** @throws KIT_FOREIGN, KIT_UNPROVED */
function byLog(kit: Kit, logged: LoggedQuorum): TrustedKit {
  const trusted = confirmKit(kit, { by: 'log', ...logged })
  trusted.requireWhole()
  return trusted
}

/** @throws KIT_FINGERPRINT_FORMAT, KIT_FINGERPRINT */
const byCard = (kit: Kit, typed: string): TrustedKit =>
  confirmKit(kit, { by: 'card', digits: fingerprintDigits(typed) })

/** @throws KIT_FINGERPRINT_NEEDED where nobody can be asked */
async function askFor({ quorum: { setId } }: Kit, ask: AskShown | null): Promise<string> {
  if (ask === null) throw refuse('KIT_FINGERPRINT_NEEDED', { setId })
  return await ask(QUESTION, LINE_LIMIT)
}
