import { deedOf } from '../../../shared/deeds.ts'
import { type DataOf, refuse } from '../../../shared/errors.ts'
import type { LogNote } from '../../../shared/log-actions.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import type { Actor } from '../../core/log/index.ts'
import type { OpenQuorum } from '../../core/quorum/index.ts'
import { type OpenedWithLeave, type OpeningPorts, openWithLeave } from '../opening/index.ts'
import {
  type Authorization,
  type Deed,
  leaveToOpen,
  OPERATOR,
  type Permit,
} from '../people/index.ts'
import { notingAttempts } from '../quorum/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { confirmBy } from './restore-with.ts'

/** A quorum that was opened to take something out of it, and the log that has it. */
export interface OpenedQuorum {
  readonly quorum: OpenQuorum
  readonly kit: TrustedKit | null
  /** Whose shares opened it. */
  readonly entered: OpenedWithLeave['entered']
  /** Null where nothing is recorded. */
  readonly vault: VaultReference | null
  /** Leave to take one thing out of it, for the caller to close. @throws as the permit */
  readonly leaveTo: (deed: Deed, permit: Permit) => Promise<Authorization>
  /** Records what was done with that leave; nothing where no vault can be written to. */
  readonly record: (leave: Authorization, note: LogNote) => Promise<void>
  /** @throws CANCELLED when it has been given up meanwhile */
  readonly requireStill: () => void
  /** Wipes its seed, and the key that signs the entries. */
  readonly close: () => void
}

/** What tells whether the passphrase is right. */
export interface Witnesses {
  readonly kit: TrustedKit | null
  /** A backup's file, which is asked where there is no kit; null: none. */
  readonly backup: string | null
}

/**
 * Opens a quorum for a recovery, and records that before anything is taken out.
 *
 * @param requireStill throws when it has been given up meanwhile
 * @returns for the caller to close
 * @throws as `openWithLeave` and `confirmBy`; VAULT_*
 */
export async function openForRecovery(
  ports: OpeningPorts,
  { kit, backup }: Witnesses,
  random: RandomSource,
  requireStill: () => void,
): Promise<OpenedQuorum> {
  const order = {
    kit,
    deed: (setId: string) => deedOf('quorum.open', { setId }),
    unsigned: OPERATOR,
  }
  const { quorum, leave, entered } = await openWithLeave(ports, order, random)
  const { vault } = ports
  const close = (): void => {
    quorum.close()
    leave.close()
  }
  try {
    requireStill()
    if (!quorum.proved && backup !== null) {
      await notingAttempts(vault, kit, () => confirmBy(quorum, backup))
      requireStill()
    }
    const shares = entered.map(({ index }) => index)
    await recordIn(vault, leave.actor, {
      action: 'quorum.opened',
      subject: `quorum:${quorum.setId}`,
      details: { shares },
    })
    requireStill()
  } catch (error) {
    close()
    throw error
  }
  return {
    ...{ quorum, kit, entered, vault, requireStill, close },
    leaveTo: (deed, asked) => leaveToOpen(vault, asked, deed, OPERATOR),
    record: (agreed, note) => recordIn(vault, agreed.actor, note),
  }
}

/** @throws KIT_NEEDED, saying what lies in the kit alone */
export function requireKit<Given>(
  kit: Given | null | undefined,
  needed: DataOf<'KIT_NEEDED'>,
): Given {
  if (kit === null || kit === undefined) throw refuse('KIT_NEEDED', needed)
  return kit
}

async function recordIn(vault: VaultReference | null, actor: Actor, note: LogNote): Promise<void> {
  if (vault === null || vault.readOnly) return
  await vault.use('write', ({ audit }) => {
    audit.append({ actor, ...note })
  })
}
