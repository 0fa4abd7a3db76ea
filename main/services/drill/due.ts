import type { Vault } from '../../vault/index.ts'

/** When drills are due. */

/**
 * When the next drill of a quorum is due: so many months after the last one that proved it or, before the
 * first, after the ceremony closed, which proved the same.
 *
 * @param until a day: as it was when that was over, whatever was held later; absent: as it is today
 * @returns RFC 3339, UTC
 */
export function nextDrill(vault: Vault, setId: string, until?: string): string {
  return monthsAfter(lastProofOf(vault, setId, until), vault.drills.interval())
}

/**
 * When each card should be looked at again, by its index: as long after it was read back or checked, or after the
 * holder of a sealed share said that they had opened it.
 */
export function nextChecks(vault: Vault, setId: string): ReadonlyMap<number, string> {
  const months = vault.drills.interval()
  const checked = new Map(vault.shareChecks.of(setId).map(check => [check.index, check.time]))
  const said = new Map(vault.sealedShares.of(setId).map(share => [share.index, share.acknowledged]))
  return new Map(
    vault.shareRegister.of(setId).flatMap(({ index, readBack }) => {
      const looks = [checked.get(index) ?? readBack, said.get(index) ?? null]
      const last =
        looks
          .filter(time => time !== null)
          .toSorted()
          .at(-1) ?? null
      return last === null ? [] : [[index, monthsAfter(last, months)] as const]
    }),
  )
}

/** Indexes of the cards that nobody has looked at for as long. */
export const cardsToCheck = (vault: Vault, setId: string, now: Date): number[] =>
  [...nextChecks(vault, setId)].flatMap(([index, due]) => (due <= now.toISOString() ? [index] : []))

/** When recovery was last proved: by a drill, or by the quorum's ceremony. */
function lastProofOf(vault: Vault, setId: string, until: string | undefined): string {
  const drill = vault.drills.lastProof(setId, until)
  if (drill !== null) return drill.held
  const known = vault.quorums.list().find(quorum => quorum.setId === setId)
  const ceremony = known && vault.ceremonies.get(known.ceremony)
  return ceremony?.ended ?? new Date(0).toISOString()
}

/** The same day so many months later; the last day of the month where there is no such day. */
function monthsAfter(time: string, months: number): string {
  const date = new Date(time)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.toISOString()
}
