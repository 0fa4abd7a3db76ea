import { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import {
  addRevision,
  type DraftRevision,
  draftRevision,
  type KitChange,
  kitToBytes,
  type ProvingKit,
  parseKit,
} from '../../core/kit/index.ts'
import type { Growth, Quorum, Vault } from '../../vault/index.ts'
import type { Authorization } from '../people/index.ts'

/** The kit of a quorum in force, as the vault has it, which is to get one more revision. */
export interface GrowingKit {
  readonly quorum: Quorum
  readonly kit: ProvingKit
}

/**
 * The newest kit of a quorum in force.
 *
 * @param setId absent: of the one quorum in force
 * @throws KIT_NONE, KIT_AMBIGUOUS, KIT_UNKNOWN; KIT_CANNOT_GROW when it is of a format that proves nothing
 *         which was added later
 */
export function growingKit({ path, quorums, kits }: Vault, setId?: string): GrowingKit {
  const inForce = quorums.list().filter(({ state }) => state === 'in-force')
  const sets = inForce.map(({ setId: set }) => set)
  const meant = setId === undefined ? inForce : inForce.filter(({ setId: set }) => set === setId)
  const [quorum, ...others] = meant
  if (quorum === undefined) {
    throw setId === undefined
      ? refuse('KIT_NONE', { vault: path })
      : refuse('KIT_UNKNOWN', { vault: path, setId, sets })
  }
  if (others.length > 0) throw refuse('KIT_AMBIGUOUS', { sets })
  const stored = kits.kitOf(quorum.setId)
  if (stored === null) throw refuse('KIT_NONE', { vault: path })
  const kit = parseKit(Buffer.from(stored.bytes))
  if (kit.format !== 'keyclave kit 2') throw refuse('KIT_CANNOT_GROW', { setId: quorum.setId })
  return { quorum, kit }
}

/** A revision that people are asked to agree to, and what the vault records of it. */
export interface Grown {
  /** The term `revision` of what they sign. */
  readonly revision: string
  /** With leave: the kit as it is then. @throws KIT_NOT_THEIRS */
  readonly kitWith: (leave: Authorization) => Pick<Growth, 'actor' | 'setId' | 'kit'>
}

/**
 * The next revision of a kit.
 *
 * @throws KEY_EXISTS
 */
export function growKit({ kit }: GrowingKit, change: KitChange, time: Date): Grown {
  const draft = draftRevision(kit, change, time)
  return {
    revision: draft.hash,
    kitWith: ({ actor }) => {
      const { digest, ...grown } = withConsent(draft, actor)
      return {
        ...{ actor, setId: kit.quorum.setId },
        kit: { digest, bytes: kitToBytes({ ...grown, digest }), revision: draft.hash },
      }
    },
  }
}

/** @throws KIT_NOT_THEIRS when the kit names others than those who signed */
function withConsent(draft: DraftRevision, actor: Authorization['actor']): ProvingKit {
  const agreed = typeof actor === 'string' ? null : (actor.agreed ?? null)
  // A kit that was founded without people has nobody who could sign: the vault's log vouches for it.
  const isSignable = draft.kit.quorum.authority !== null
  try {
    return addRevision(draft, isSignable ? agreed : null)
  } catch (error) {
    const { setId } = draft.kit.quorum
    if (error instanceof KeyclaveError && error.code === 'KIT_REVISION') {
      throw refuse('KIT_NOT_THEIRS', { setId, problem: error.data.problem as never })
    }
    throw error
  }
}
