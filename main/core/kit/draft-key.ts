import { type RandomSource, wipe } from '../bytes/index.ts'
import type { Sealing } from './labels.ts'
import { type ItemDescription, sealItems } from './sealed-item.ts'

/** A key that was made or taken in, before it is sealed. */
export interface KeyDraft<Description extends ItemDescription> {
  readonly description: Description
  /** In memory of its own: whoever seals the draft wipes it. */
  readonly secret: Uint8Array
}

/**
 * Seals drafts to a quorum, in their order, and wipes their secrets.
 *
 * @param quorum set id (10 hex digits) and recipient
 */
export async function sealDrafts<Description extends ItemDescription>(
  drafts: readonly KeyDraft<Description>[],
  quorum: { readonly setId: string; readonly recipient: string },
  random: RandomSource,
): Promise<readonly (Description & { readonly sealed: string })[]> {
  try {
    const sealed = await sealItems(drafts, quorum, random)
    return drafts.map(({ description }, i) => ({ ...description, sealed: sealed[i] ?? '' }))
  } finally {
    wipe(...drafts.map(({ secret }) => secret))
  }
}

/** One of them. */
export async function sealDraft<Description extends ItemDescription>(
  draft: KeyDraft<Description>,
  { quorum, random }: Sealing,
): Promise<Description & { readonly sealed: string }> {
  const [sealed] = await sealDrafts([draft], quorum, random)
  if (sealed === undefined) throw new Error('nothing was sealed')
  return sealed
}
