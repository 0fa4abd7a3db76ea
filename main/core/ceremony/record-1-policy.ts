/**
 * FROZEN with version 0.1.0. A record of format 1 stores who can open its quorum as this English sentence,
 * the sentence is signed with the rest, and verification compares the two. So it is part of the format, like
 * the order of bytes: it is never reworded and never translated. What people read elsewhere stands in the
 * messages and may change (FORMAT: Ceremony record).
 */
export function policySentence1({
  threshold,
  custodians,
}: {
  readonly threshold: number
  readonly custodians: readonly unknown[]
}): string {
  const count = custodians.length
  const people =
    threshold === count ? `all ${count} of these` : `any ${threshold} of these ${count}`
  return `${people} people, together with the passphrase`
}
