import type { Mismatch, quorumCodes } from '../../../codes/quorum.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { list } from '../phrases/listing.ts'
import { day } from '../phrases/times.ts'

const FIELDS: { readonly [problem in Mismatch]: string } = {
  threshold: 'threshold',
  'kdf-profile': 'KDF profile',
  'identity-type': 'identity type',
}

export const quorumErrors: ErrorMessages<typeof quorumCodes> = {
  QUORUM_THRESHOLD_ONE:
    'A threshold of 1 makes every share the whole secret: one custodian, or one finder, would hold it alone. Choose a threshold of at least 2.',
  QUORUM_POLICY: d =>
    `A quorum of ${d.threshold} of ${d.count} is not possible: the threshold is at least 2, at most the number of custodians, and there are at most 255 custodians. Change the policy in the plan.`,
  QUORUM_SHORT: d =>
    `This quorum needs ${d.need} shares, here ${d.have === 1 ? 'is' : 'are'} ${d.have}. Bring in ${d.need - d.have} more of the same quorum.`,
  QUORUM_EXCESS: d =>
    `This quorum is combined from exactly ${d.need} shares, here are ${d.have}. Leave out ${d.have - d.need}.`,
  SHARE_FOREIGN: d =>
    `This share belongs to the quorum with set id ${d.set}, not to ${d.expected}. Put it aside and enter a share whose card shows set id ${d.expected}.`,
  SHARE_MISMATCH: d =>
    `Share ${d.index} bears the right set id, but its ${FIELDS[d.field]} differs from that of the other shares. It is damaged or forged: put it aside and enter another custodian's share.`,
  SHARE_DUPLICATE: d => `Share ${d.index} is already here. Enter the share of another custodian.`,
  SHARES_INCONSISTENT:
    'The shares do not fit together: at least one of them is damaged or forged, and without the kit it cannot be said which. Enter the kit, or try another custodian in place of each one in turn.',
  SHAMIR_CHECK_FAILED: d =>
    `The two implementations of secret sharing disagree on this ${d.operation}. Nothing was issued or opened. Do not use this machine or this installation for keys: check both, then start over.`,
  SHARE_UNKNOWN_INDEX: d =>
    `The kit lists ${d.count} custodians, there is no share ${d.index}. Check that the card and the kit are of the same ceremony.`,
  SHARE_FORGED: d =>
    d.confirmed
      ? `Share ${d.index} (${d.custodian}) is not the share that was issued: it is damaged or forged. Read the card again; if it stays so, put it aside, report it, and enter another custodian's share.`
      : `Share ${d.index} (${d.custodian}) is not the one that this kit lists. First suspect the kit: begin again, and type its whole fingerprint, all 32 digits as they stand on the card. If they are refused, the kit is forged and the card may be good. If they are taken, read the card again; if it stays so, put it aside, report it, and enter another custodian's share.`,
  SHARES_UNREAD: d =>
    `Not every printed share has been read back: ${list(d.shares)} ${d.shares.length === 1 ? 'is' : 'are'} missing. Read each card before the ceremony closes.`,
  RECOVERY_UNPROVED: d =>
    `Recovery from shares ${list(d.shares)} does not give what was sealed. The ceremony must not close: its shares are void, start it over.`,
  QUORUM_REPLACED: d =>
    `Quorum ${d.setId} was replaced by quorum ${d.by}. Use the kit and the shares of ${d.by}; those of ${d.setId} are for what was sealed before.`,
  QUORUM_AMBIGUOUS: d => `More than one quorum fits: ${d.sets.join(', ')}. Name one by its set id.`,
  QUORUM_UNKNOWN: d =>
    `This vault does not hold quorum ${d.setId}, so it records nothing about it. Nothing was done. Name the vault in which the quorum was founded, or import its kit into this one: keyclave kit import, or Ceremonies, Import a kit.`,
  QUORUM_MARKED: d =>
    `Everything that was sealed to quorum ${d.setId} is marked compromised, or destroyed. What is left to do says keyclave compromise report, or Incident in the window.`,
  QUORUM_OCCURRED: d =>
    `Since when somebody else may have what quorum ${d.setId} opens cannot be a day after today, ${day(d.today)}. Name the day on which it may have happened.`,
  SHARE_ABSENT: d => `Share ${d.index} is not among those entered.`,
}
