import type { ReplacedQuorum } from '../../../shared/codes/index.ts'
import { recordedStillOpens, recordedToDo } from '../../../shared/record-wording.ts'
import { formatFingerprint, type Kit, type KitEntry, kitFingerprint } from '../../core/kit/index.ts'

/**
 * What of a replaced quorum can still open something. No sealing takes anything back: who has a copy of the
 * old kit or of a backup has it for ever.
 *
 * @param keptPassphrase whether the new quorum has the passphrase of the old one
 */
export const replacedFacts = (old: Kit, keptPassphrase: boolean): ReplacedQuorum => {
  const { quorum, backupKeys, keys } = old
  return {
    setId: quorum.setId,
    fingerprint: formatFingerprint(kitFingerprint(quorum)),
    threshold: quorum.threshold,
    cards: quorum.custodians.map(({ index, name }) => ({ index, custodian: name })),
    ...namesOf([...backupKeys, ...keys]),
    destroyed: namesOf(old.format === 'keyclave kit 2' ? old.tombstones : []),
    keptPassphrase,
  }
}

function namesOf(items: readonly KitEntry[]): ReplacedQuorum['destroyed'] {
  return {
    keys: items.flatMap(item =>
      item.kind === 'backup-identity' ? [] : [`${item.label}@${item.version}`],
    ),
    backupKeys: items.flatMap(item => (item.kind === 'backup-identity' ? [item.generation] : [])),
  }
}

/** As the record has it. */
export function stillOpens(
  old: Kit,
  keptPassphrase: boolean,
): { readonly 'still opens': string; readonly 'to do': string } {
  const facts = replacedFacts(old, keptPassphrase)
  return { 'still opens': recordedStillOpens(facts), 'to do': recordedToDo(facts) }
}
