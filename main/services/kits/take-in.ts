import { refuse } from '../../../shared/errors.ts'
import { formatFingerprint, type Kit, kitFingerprint } from '../../core/kit/index.ts'
import { type ChangePorts, makeChange } from '../people/index.ts'
import { type CardFingerprint, trustByCard, trustKnown } from './trust-kit.ts'

/** A quorum whose kit a vault has taken in. */
export interface TakenIn {
  readonly setId: string
  readonly fingerprint: string
  readonly digest: string
}

/** The actor's name in a vault without people. */
const OPERATOR = 'operator'

/**
 * Has a vault know the kit of a quorum that was founded elsewhere: from then on its log vouches for the kit,
 * and in a vault with people nothing else does. Nothing of the kit is kept but its fingerprint and digest.
 *
 * @throws KIT_FINGERPRINT_*, KIT_FINGERPRINT, KIT_UNPROVED; KIT_KNOWN, KIT_FOREIGN when the vault knows its
 *         quorum; as `makeChange`
 */
export async function takeIn(
  kit: Kit,
  expected: CardFingerprint,
  ports: ChangePorts,
): Promise<TakenIn> {
  const { setId } = kit.quorum
  if ((await trustKnown(kit, ports.vault)) !== null) throw refuse('KIT_KNOWN', { setId })
  const trusted = await trustByCard(kit, expected)
  trusted.requireWhole()
  const fingerprint = kitFingerprint(kit.quorum)
  const about = { subject: `quorum:${setId}` } as const
  const facts = { fingerprint, kit: kit.digest }
  return await makeChange(
    ports,
    ({ audit }) => ({
      deed: { action: 'kit.take-in', terms: { ...about, ...facts } },
      unsigned: OPERATOR,
      carryOut: ({ actor }) => {
        audit.append({ actor, action: 'kit.taken-in', ...about, details: facts })
      },
    }),
    () => ({ setId, fingerprint: formatFingerprint(fingerprint), digest: kit.digest }),
  )
}
