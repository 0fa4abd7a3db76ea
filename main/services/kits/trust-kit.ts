import { refuse } from '../../../shared/errors.ts'
import { setIdIn } from '../../../shared/log-subjects.ts'
import {
  boundLogOf,
  confirmKit,
  fingerprintDigits,
  type Kit,
  kitFingerprint,
  type LoggedQuorum,
  type TrustedKit,
} from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { AskShown } from '../files/index.ts'
import { requireHeads, type VaultReference } from '../vaults/index.ts'

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

/**
 * What the log of a vault says of the quorum of a kit, once it is known to be no older than the kit: the kit
 * says in whose log its people are, and those who signed its revisions bound that log as it was then.
 *
 * @throws VAULT_HEAD
 */
function loggedIn(vault: Vault, kit: Kit): LoggedQuorum | null {
  const { setId } = kit.quorum
  const logged = loggedQuorum(vault, setId)
  const { log, heads } = boundLogOf(kit)
  const { audit, path } = vault
  if (log !== audit.id()) return logged
  if (logged === null && !isFounded(vault, setId)) {
    const { size: have } = audit.head()
    throw refuse('VAULT_HEAD', { path, by: 'kit', problem: 'unknown', entry: null, have })
  }
  // Of another kit of that name the revisions prove nothing: it is refused as foreign.
  if (logged?.fingerprint === kitFingerprint(kit.quorum)) {
    const bound = heads.map(hash => ({ hash, size: null }))
    requireHeads(vault, { by: 'kit', log, heads: bound })
  }
  return logged
}

/** Whether a ceremony has founded it here, be it closed or void. */
const isFounded = ({ audit }: Vault, setId: string): boolean =>
  audit.named(['quorum.founded']).some(({ subject }) => setIdIn(subject) === setId)

/** Entries that name a kit of a quorum by its digest. */
const NAMING = ['ceremony.closed', 'key.added', 'backup-key.rotated', 'kit.taken-in'] as const

/**
 * What the log of a vault says of a quorum whose ceremony has closed, or that two people took in.
 *
 * @returns null when it says nothing of it
 */
function loggedQuorum({ audit }: Vault, setId: string): LoggedQuorum | null {
  let fingerprint: string | null = null
  const kits = new Set<string>()
  for (const { action, subject, details } of audit.named(['quorum.founded', ...NAMING])) {
    const { set = setIdIn(subject), kit, fingerprint: own } = details as Naming
    if (set !== setId) continue
    if (action === 'quorum.founded' || action === 'kit.taken-in') fingerprint ??= own ?? null
    if (kit !== undefined) kits.add(kit)
  }
  return fingerprint === null || kits.size === 0 ? null : { fingerprint, kits }
}

interface Naming {
  readonly set?: string
  readonly kit?: string
  readonly fingerprint?: string
}
