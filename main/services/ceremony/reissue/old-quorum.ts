import type { Buffer } from 'node:buffer'
import { deedOf } from '../../../../shared/deeds.ts'
import { refuse } from '../../../../shared/errors.ts'
import type { RandomSource } from '../../../core/bytes/index.ts'
import type { Plan } from '../../../core/ceremony/index.ts'
import type { Kit, TrustedKit } from '../../../core/kit/index.ts'
import { Inheritance, isLeftOut } from '../../../core/quorum/index.ts'
import type { Input } from '../../files/index.ts'
import { stateToday } from '../../keys/index.ts'
import { readKit, trustKit } from '../../kits/index.ts'
import { type OpeningPorts, openWithLeave } from '../../opening/index.ts'
import type { Authorization, Deed } from '../../people/index.ts'
import type { OpeningFiles } from '../../quorum/index.ts'
import type { VaultReference } from '../../vaults/index.ts'
import { ADMINISTRATOR, type Ceremony, OldPassphrase } from '../index.ts'

/** The quorum that a re-issue replaces, as the command line names it. */
export interface OldQuorumRequest extends OpeningFiles {
  readonly kit: string
}

/**
 * The plan as the people agree to it: it says which quorum is replaced, so that its hash does.
 *
 * @param old the kit of the old quorum; null: an ordinary ceremony
 * @throws REISSUE_PLAN when plan and kit differ, when it leaves out what the kit does not have, or when an
 *         ordinary ceremony is given the plan of a re-issue
 */
export function planReplacing(plan: Plan, old: Kit | null): Plan {
  const named = plan.replaces
  const { leaveOut = [] } = plan
  if (old === null) {
    if (named === undefined && leaveOut.length > 0) {
      throw refuse('REISSUE_PLAN', { problem: { leavesOut: leaveOut } })
    }
    if (named === undefined) return plan
    throw refuse('REISSUE_PLAN', { problem: { kitMissing: named } })
  }
  const { setId } = old.quorum
  if (named !== undefined && named !== setId) {
    throw refuse('REISSUE_PLAN', { problem: { replaces: named, kitOf: setId } })
  }
  for (const name of leaveOut) {
    if (!old.keys.some(key => isLeftOut(key, [name]))) {
      throw refuse('REISSUE_PLAN', { problem: { leftOutUnknown: name } })
    }
  }
  return { ...plan, replaces: setId }
}

/**
 * A key that is in use is not left out: it would be out of reach for everybody but the old quorum. Said as soon as
 * there is a plan, and once more before the old quorum is opened.
 *
 * @param vault the one that records the re-issue; null: none
 * @throws REISSUE_PLAN
 */
export async function requireUnused(
  vault: VaultReference | null,
  { replaces: setId, leaveOut = [] }: Pick<Plan, 'replaces' | 'leaveOut'>,
  now: Date,
): Promise<void> {
  if (vault === null || setId === undefined || leaveOut.length === 0) return
  const keys = await vault.use('read', opened => opened.keys.of(setId))
  const used = keys.find(key => isLeftOut(key, leaveOut) && stateToday(key, now) === 'active')
  if (used === undefined) return
  const problem = { leftOutInUse: `${used.label}@${used.version}` }
  throw refuse('REISSUE_PLAN', { problem })
}

/** @throws KIT_*, FILE_* */
export const readOldKit = (
  { kit }: OldQuorumRequest,
  { input }: { readonly input: Input },
): Promise<Kit> => readKit(kit, input)

/**
 * The kit of the quorum that is replaced, trusted with everything in it: what a re-issue takes over becomes a
 * founding item under the new cards.
 *
 * @param vault the one that records the re-issue; null: none
 * @throws as `trustKit`; KIT_UNPROVED
 */
export async function trustOldKit(
  kit: Kit,
  vault: VaultReference | null,
  { fingerprint }: OldQuorumRequest,
  { input }: { readonly input: Input },
): Promise<TrustedKit> {
  const expected = { given: fingerprint ?? null, ask: input.askShown }
  const trusted = await trustKit(kit, vault, expected)
  trusted.requireWhole()
  return trusted
}

/** A ceremony and what it takes over. */
export interface Succession {
  readonly ceremony: Ceremony
  /** Of the quorum that is replaced. */
  readonly kit: TrustedKit
  /** The hash of the plan of the new one, to which those who sign agree. */
  readonly planHash: string
  /** Keys that the new quorum does not take over, as the plan names them. */
  readonly leaveOut: readonly string[]
  /** Whether the ceremony has people, so that who agreed to replace the quorum records it. */
  readonly hasPeople: boolean
}

/**
 * Opens the old quorum, at either desk, and makes the ceremony its re-issue.
 *
 * @param requireStill throws when the ceremony has been given up meanwhile
 * @returns leave, which the ceremony needs until it ends, for the caller to close
 * @throws as `openWithLeave`, and `Ceremony.inherit`
 */
export async function takeOver(
  ports: OpeningPorts,
  { ceremony, kit, planHash, leaveOut, hasPeople }: Succession,
  { random, now }: { readonly random: RandomSource; readonly now: () => Date },
  requireStill: () => void = () => {},
): Promise<Authorization> {
  await requireUnused(ports.vault, { replaces: kit.quorum.setId, leaveOut }, now())
  const deed = (setId: string): Deed => deedOf('quorum.reissue', { setId, planHash })
  const order = { kit, deed, unsigned: ADMINISTRATOR }
  const old = new OldPassphrase(random)
  const secret = async (): Promise<Buffer> => {
    const passphrase = await ports.secret()
    old.take(passphrase)
    return passphrase
  }
  const { quorum, leave, entered } = await openOrClose(old, () =>
    openWithLeave({ ...ports, secret }, order, random),
  )
  const inheritance = new Inheritance(kit, quorum, random, leaveOut)
  try {
    requireStill()
    const shares = entered.map(({ index }) => index)
    ceremony.inherit(inheritance, { shares, reissuer: hasPeople ? leave.actor : null }, old)
    return leave
  } catch (error) {
    inheritance.close()
    old.close()
    leave.close()
    throw error
  }
}

/** Opens it, or forgets the passphrase that did not. */
async function openOrClose<Opened>(
  old: OldPassphrase,
  open: () => Promise<Opened>,
): Promise<Opened> {
  try {
    return await open()
  } catch (error) {
    old.close()
    throw error
  }
}
