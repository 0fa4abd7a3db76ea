import { withDigest } from '../../../main/core/kit/kit.ts'
import { headAt } from '../../../main/core/kit/revise.ts'
import type { ProvingKit } from '../../../main/core/kit/schema.ts'

/**
 * A kit whose quorum has vouched for its revisions so far, as FORMAT: MAC allows it and Keyclave verifies it. Keyclave
 * itself leaves the MAC as it was at the founding.
 *
 * @param upTo the last revision that the MAC is over
 */
export const renewMac = (
  kit: ProvingKit,
  macOf: (head: string) => string,
  upTo: number,
): ProvingKit =>
  withDigest<ProvingKit>({ ...kit, mac: { revision: upTo, value: macOf(headAt(kit, upTo)) } })
