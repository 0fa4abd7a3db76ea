import { formatFingerprint, type Kit, kitFingerprint } from '../../core/kit/index.ts'

/**
 * What the cards, kits and passphrase of a replaced quorum can still open, and what to do about it. No
 * sealing takes anything back: who has a copy of the old kit or of a backup has it for ever.
 */
export type WhatRemains = { readonly 'still opens': string; readonly 'to do': string }

/** For the record, the command line and the window; public facts only. */
export function stillOpens({ quorum, backupKeys, keys }: Kit): WhatRemains {
  const { setId, threshold, custodians } = quorum
  const labels = [...new Set(keys.map(key => key.label))]
  const sealed = labels.length === 0 ? 'what was sealed to it' : labels.join(', ')
  const generations =
    backupKeys.length === 1 ? 'backup key 1' : `backup keys 1 to ${backupKeys.length}`
  return {
    'still opens': `Any ${threshold} of the ${custodians.length} old cards of set ${setId}, together with the old passphrase and any copy of its kit, still open everything that was sealed until now (${sealed}; ${generations}), and, even without a kit, every backup made until now.`,
    'to do': `Collect and destroy the cards of set ${setId} (${custodians.map(({ index, name }) => `${index} ${name}`).join(', ')}) and the old passphrase; destroy copies of its kits once the new ones are in their places. Make a new backup now. If one of the old custodians, or the old passphrase, is not trusted any more, replace every key named here where it is used, and destroy the old backups.`,
  }
}

/** A replaced quorum, for a person. */
export interface ReplacedFacts {
  readonly setId: string
  readonly fingerprint: string
  /** Whose cards are to be collected and destroyed. */
  readonly cards: { readonly index: number; readonly custodian: string }[]
  readonly stillOpens: string
  readonly toDo: string
}

export function replacedFacts(old: Kit): ReplacedFacts {
  const { 'still opens': opens, 'to do': toDo } = stillOpens(old)
  const { setId, custodians } = old.quorum
  return {
    setId,
    fingerprint: formatFingerprint(kitFingerprint(old.quorum)),
    cards: custodians.map(({ index, name }) => ({ index, custodian: name })),
    stillOpens: opens,
    toDo,
  }
}
