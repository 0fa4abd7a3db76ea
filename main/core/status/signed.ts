import type { StatusSignatureProblem } from '../../../shared/codes/index.ts'
import {
  authorityIn,
  type Kit,
  type KitAuthority,
  type KitQuorum,
  kitFingerprint,
} from '../kit/index.ts'
import { type Agreement, findBadConsent, isPrompt } from '../log/index.ts'
import { missingSigners, policyNumbered, verifySignature } from '../people/index.ts'
import { type StatusList, statusHash } from './list.ts'

/** Who has signed a list, and whether that is enough to whoever holds something of a quorum. */

/** What the fingerprint on a card stands for: a kit, or the record of the ceremony that made it. */
export interface StatusAnchor {
  readonly setId: string
  readonly fingerprint: string
  /** The people whom it names; null: nobody. */
  readonly authority: KitAuthority | null
  /** Public half of the key by which the quorum itself can speak; null: kits of 0.1.0 have none. */
  readonly statusKey: string | null
}

/** What a kit says of who may sign. */
export const anchorOfKit = (kit: Kit): StatusAnchor => ({
  ...anchorOfQuorum(kit.quorum),
  authority: authorityIn(kit),
})

/** What the founding part says of who may sign: of a kit, or of a ceremony's record. */
export const anchorOfQuorum = (quorum: KitQuorum): StatusAnchor => ({
  setId: quorum.setId,
  fingerprint: kitFingerprint(quorum),
  authority: 'authority' in quorum ? quorum.authority : null,
  statusKey: 'statusKey' in quorum ? quorum.statusKey : null,
})

/** Whether a list is signed by the quorum itself, and not by people. */
export const isQuorumWord = (
  agreement: StatusList['agreement'],
): agreement is Exclude<StatusList['agreement'], Agreement> => 'setId' in agreement

/**
 * What is wrong with the signatures of a list; null: enough have signed it.
 *
 * @param anchor of the quorum that whoever asks holds something of
 */
export function signatureProblem(
  list: StatusList,
  anchor: StatusAnchor,
): StatusSignatureProblem | null {
  const { setId, fingerprint } = anchor
  const named = list.scope.some(
    quorum => quorum.setId === setId && quorum.fingerprint === fingerprint,
  )
  if (!named) return 'other-quorum'
  const { agreement } = list
  if (!isQuorumWord(agreement)) return agreementProblem(list, agreement, anchor)
  if (anchor.statusKey === null || agreement.setId !== setId) return 'other-quorum-signed'
  const isRight = verifySignature(anchor.statusKey, statusHash(list), agreement.signature)
  return isRight ? null : 'signature-wrong'
}

function agreementProblem(
  list: StatusList,
  agreement: Agreement,
  { authority }: StatusAnchor,
): StatusSignatureProblem | null {
  if (authority === null) return 'nobody-named'
  const policy = policyNumbered(authority.policy)
  if (policy === null) return 'policy-unknown'
  const { action, log, terms, asked } = agreement.statement
  const about =
    action === 'status.publish' &&
    log === authority.log &&
    Object.hasOwn(terms, 'list') &&
    terms.list === statusHash(list)
  if (!about) return 'signed-otherwise'
  if (!isPrompt(asked, list.issued)) return 'signed-another-time'
  const signers = agreement.by.map(({ key }) => authority.people.find(person => person.key === key))
  const known = signers.filter(person => person !== undefined)
  if (known.length < signers.length) return 'not-named'
  if (findBadConsent(agreement) !== -1) return 'signature-wrong'
  const missing = missingSigners('status.publish', { profile: authority.profile, policy }, known)
  return missing.length === 0 ? null : 'too-few'
}
