import type { VaultReference } from '../vaults/index.ts'

/** Who made a backup, as the log of a vault has it. */
export interface KnownMaker {
  readonly by: string
  /** RFC 3339. */
  readonly time: string
}

/**
 * Where a backup comes from. Whoever has a kit can encrypt to its quorum: that a backup opens says nothing
 * of who made it.
 *
 * @param sha256 of the backup, in hex
 * @returns null when no log here knows it
 */
export async function makerOf(
  sha256: string,
  vault: VaultReference | null,
): Promise<KnownMaker | null> {
  const made = await vault?.use('read', ({ audit }) =>
    audit.named(['backup.created']).find(({ details }) => details.sha256 === sha256),
  )
  return made === undefined ? null : { by: made.actor, time: made.time }
}
