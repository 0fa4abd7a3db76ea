import { refuse } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import { type Kit, parseKit, type TrustedKit } from '../../core/kit/index.ts'
import type { Actor } from '../../core/log/index.ts'
import { signerOf } from '../../core/people/index.ts'
import type { OpenQuorum } from '../../core/quorum/index.ts'
import {
  anchorOfKit,
  type StatusContent,
  type StatusList,
  signatureProblem,
  statusHash,
} from '../../core/status/index.ts'
import type { Vault } from '../../vault/index.ts'

/** The kits of a vault's quorums in force, the newest quorum last. */
export const kitsInForce = ({ quorums, kits }: Vault): readonly Kit[] =>
  quorums
    .list()
    .filter(({ state }) => state === 'in-force')
    .flatMap(({ setId }) => {
      const stored = kits.kitOf(setId)
      return stored === null ? [] : [parseKit(stored.bytes)]
    })

/**
 * The kits by which others can verify what people of the vault sign.
 *
 * @throws KIT_NONE; STATUS_QUORUM_NEEDED when none names anybody
 */
export function kitsThatName(vault: Vault): readonly [Kit, ...Kit[]] {
  const all = kitsInForce(vault)
  if (all.length === 0) throw refuse('KIT_NONE', { vault: vault.path })
  const [first, ...others] = all.filter(kit => anchorOfKit(kit).authority !== null)
  if (first !== undefined && vault.people.profile() !== null) return [first, ...others]
  throw refuse('STATUS_QUORUM_NEEDED', { sets: all.map(({ quorum }) => quorum.setId) })
}

/** @throws STATUS_LAST_UNSIGNED when the list that is said to be the last is not theirs */
export function requireTheirs(last: StatusList | null, kits: readonly Kit[]): void {
  if (last === null) return
  const problems = kits.map(kit => signatureProblem(last, anchorOfKit(kit)))
  const [problem] = problems
  if (problem != null && !problems.includes(null)) throw refuse('STATUS_LAST_UNSIGNED', { problem })
}

/**
 * A list as people have signed it.
 *
 * @param kits by which others will verify it: one of them at least has to
 * @throws STATUS_NOT_THEIRS
 */
export function signedByPeople(
  content: StatusContent,
  actor: Actor,
  kits: readonly [Kit, ...Kit[]],
): StatusList {
  const agreement = typeof actor === 'string' ? undefined : actor.agreed
  if (agreement === undefined) throw new Error('a status list is signed by people')
  const list: StatusList = { ...content, agreement }
  const problems = kits.map(kit => signatureProblem(list, anchorOfKit(kit)))
  const [problem] = problems
  if (problem != null && !problems.includes(null)) {
    throw refuse('STATUS_NOT_THEIRS', { setId: kits[0].quorum.setId, problem })
  }
  return list
}

/**
 * A list as a quorum signs it, by its status key, which is wiped.
 *
 * @throws STATUS_NO_KEY when the kit is of the first format; ITEM_DAMAGED, KIT_TAMPERED
 */
export async function signedByQuorum(
  content: StatusContent,
  quorum: OpenQuorum,
  kit: TrustedKit,
): Promise<StatusList> {
  const { setId } = quorum
  const { statusKey } = kit
  if (statusKey === null) throw refuse('STATUS_NO_KEY', { setId })
  const seed = await quorum.open(statusKey)
  const signer = signerOf(seed)
  try {
    return { ...content, agreement: { setId, signature: signer.sign(statusHash(content)) } }
  } finally {
    signer.close()
    wipe(seed)
  }
}
