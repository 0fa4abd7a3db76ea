import { deedOf } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import { acknowledgementIn } from '../../../shared/sealed-shares.ts'
import { acknowledgementHash } from '../../core/share/index.ts'
import type { RegisteredSealedShare, Vault } from '../../vault/index.ts'
import { OPERATOR, type SignedChange } from '../people/index.ts'

/** A sealed share of a vault, by name, and whether its holder has said that they have opened it. */
export interface SealedShareStanding {
  readonly setId: string
  readonly index: number
  readonly custodian: string
  readonly to: RegisteredSealedShare['form']
  /** Fingerprint of the custodian's key. */
  readonly recipient: string
  /** Since when it is out: it was read back then. */
  readonly sealed: string
  /** When their acknowledgement was recorded; null: it has not come. */
  readonly acknowledged: string | null
}

/** Every sealed share of a quorum, by its index. */
export function sealedShareStandings(vault: Vault, setId: string): SealedShareStanding[] {
  const register = new Map(vault.shareRegister.of(setId).map(share => [share.index, share]))
  return vault.sealedShares.of(setId).map(share => {
    const { index, form: to, recipient, acknowledged } = share
    const { custodian = '', readBack = null } = register.get(index) ?? {}
    return { setId, index, custodian, to, recipient, sealed: readBack ?? '', acknowledged }
  })
}

/** What the holder of a share said, as it was typed; where the share is not named, it is looked for. */
interface Said {
  readonly acknowledgement: string
  readonly share?: { readonly setId: string; readonly index: number }
}

/**
 * That the holder of a sealed share has opened it. Of what they say the vault has the hash from the ceremony, so
 * that neither whoever records it, nor a sheet that was made later, can say it for them.
 *
 * @throws SHARE_NOT_ACKNOWLEDGED {index, custodian}: another share is acknowledged so, or none; SEALED_SHARE_UNKNOWN;
 *         QUORUM_REPLACED; SHARE_ACKNOWLEDGED
 */
export const shareAcknowledged =
  ({ acknowledgement, share: named }: Said) =>
  (vault: Vault): SignedChange => {
    const said = acknowledgementIn(acknowledgement)
    const hash = said === null ? null : acknowledgementHash(said)
    const isMeant = (share: RegisteredSealedShare): boolean =>
      named === undefined
        ? share.acknowledgement === hash
        : share.setId === named.setId && share.index === named.index
    const share = vault.sealedShares.list().find(isMeant)
    const registered = vault.shareRegister
      .of(share?.setId ?? '')
      .find(one => one.index === share?.index)
    const counts = registered?.state === 'in-force' || registered?.state === 'replaced'
    if (share === undefined || !counts) throw refuse('SEALED_SHARE_UNKNOWN', {})
    const { setId, index } = share
    const { custodian } = registered
    if (said === null || share.acknowledgement !== hash) {
      throw refuse('SHARE_NOT_ACKNOWLEDGED', { index, custodian })
    }
    vault.replacements.requireNone(setId)
    if (share.acknowledged !== null) {
      const since = share.acknowledged.slice(0, 10)
      throw refuse('SHARE_ACKNOWLEDGED', { index, custodian, since })
    }
    return {
      unsigned: OPERATOR,
      deed: deedOf('share.acknowledge', { setId, index, acknowledgement: said }),
      carryOut: ({ actor }) => vault.sealedShares.acknowledge(actor, { setId, index, said }),
    }
  }
