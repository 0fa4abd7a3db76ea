import { refuse } from '../../../shared/errors.ts'
import { setIdIn } from '../../../shared/log-subjects.ts'
import { boundLogOf, type Kit, kitFingerprint, type LoggedQuorum } from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import { hasFounded, requireHeads } from '../vaults/index.ts'

/**
 * What the log of a vault says of the quorum of a kit, once it is known to be no older than the kit: the kit
 * says in whose log its people are, and those who signed its revisions bound that log as it was then.
 *
 * @throws VAULT_HEAD
 */
export function loggedIn(vault: Vault, kit: Kit): LoggedQuorum | null {
  const { setId } = kit.quorum
  const logged = loggedQuorum(vault, setId)
  const { log, heads } = boundLogOf(kit)
  const { audit, path } = vault
  if (log !== audit.id()) return logged
  if (logged === null && !hasFounded(vault, setId)) {
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

/** Entries that name a kit of a quorum by its digest. */
const NAMING = [
  ...(['ceremony.closed', 'key.added', 'keys.rotated'] as const),
  ...(['backup-key.rotated', 'kit.taken-in', 'kit.renewed', 'key.destroyed'] as const),
] as const

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
    if (typeof kit === 'string') kits.add(kit)
  }
  return fingerprint === null || kits.size === 0 ? null : { fingerprint, kits }
}

interface Naming {
  readonly set?: string | null
  readonly kit?: string | null
  readonly fingerprint?: string
}
