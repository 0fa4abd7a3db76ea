import path from 'node:path'
import { wipe } from '../../core/bytes/index.ts'
import { type Plan, sealedToOf } from '../../core/ceremony/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import type { Input } from '../files/index.ts'
import type { SealedNote } from '../pages/index.ts'
import {
  type Addressee,
  LARGEST_ADDRESSEE,
  requireAddressee,
  type SealingTools,
  type ShareSealed,
  sealToCustodian,
} from '../shares/index.ts'
import type { Ceremony } from './ceremony.ts'

/** The absent custodians of a plan: each with the key that their share is sealed to, by the index of the share. */
export type Addressees = ReadonlyMap<number, Addressee>

/** Largest file with a sealed share that is read back, 256 KiB. */
export const LARGEST_SEALED = 256 * 1024

export interface AddresseeTools extends SealingTools {
  readonly input: Input
}

/**
 * Reads the keys of those who are absent, each of which has to be the one that the plan names.
 *
 * @param folder where relative paths begin
 * @throws FILE_*; DELIVERY_FILE, DELIVERY_FINGERPRINT, DELIVERY_EXPIRED, DELIVERY_EXPIRES_SOON
 */
export async function readAddressees(
  plan: Plan,
  folder: string,
  tools: AddresseeTools,
): Promise<Addressees> {
  const found = new Map<number, Addressee>()
  for (const [i] of plan.quorum.custodians.entries()) {
    const planned = sealedToOf(plan, i + 1)
    if (planned === null) continue
    const { to, fingerprint } = planned
    const source = path.resolve(folder, planned.file)
    const key = await tools.input.read(source, LARGEST_ADDRESSEE)
    const addressee = { to, key, source, fingerprint }
    requireAddressee(addressee, tools)
    found.set(i + 1, addressee)
  }
  return found
}

/** For the register on paper, where they have no line to sign. */
export const sealedNotes = (plan: Plan): readonly SealedNote[] =>
  plan.quorum.custodians.flatMap((_, i) => {
    const planned = sealedToOf(plan, i + 1)
    if (planned === null) return []
    const { to: form, fingerprint: recipient } = planned
    return [{ index: i + 1, form, recipient, acknowledged: null }]
  })

/** Issues the share of an absent custodian, closed. @throws as `readAddressees` */
export async function sealShareOf(
  ceremony: Ceremony,
  index: number,
  kit: Kit,
  addressee: Addressee,
  tools: SealingTools,
): Promise<ShareSealed> {
  const share = ceremony.issueShare(index)
  try {
    return await sealToCustodian(share, index, ceremony.cardOrigin(kit), addressee, tools)
  } finally {
    wipe(share)
  }
}
