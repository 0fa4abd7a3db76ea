import type { BackupKey, BackupKeyEvent, Vault } from '../../vault/index.ts'

/** What became of backup keys over the years: of lists, reports and pages the one account. */

/**
 * The backup key that took the place of one: of the same quorum or, where that was replaced, of the next. Numbers
 * go on from there, and have gaps where one was destroyed before.
 */
export function backupKeyAfter(
  vault: Pick<Vault, 'backupKeys' | 'replacements'>,
  setId: string,
  generation: number,
): BackupKey | undefined {
  const next = vault.backupKeys.of(setId).find(key => key.generation > generation)
  const successor = vault.replacements.of(setId)?.replacedBy
  if (next !== undefined || successor === undefined) return next
  return backupKeyAfter(vault, successor, generation)
}

type Change = Pick<BackupKeyEvent, 'from' | 'to' | 'reason' | 'occurred' | 'recorded'>

/**
 * What became of a backup key, whatever quorum seals it, the first event first. The events of a destroyed one go on
 * as if it were not: that it is found compromised afterwards is told here.
 */
export function backupKeyEventsIn({
  backupKeyEvents,
  audit,
}: Pick<Vault, 'backupKeyEvents' | 'audit'>): (recipient: string) => readonly Change[] {
  const destroyed = audit.named(['key.destroyed'])
  return recipient => {
    const events = backupKeyEvents.of(recipient)
    const ends = destroyed.flatMap(({ time, details }): Change[] => {
      const said = details as Pick<Change, 'from' | 'to' | 'reason'> & {
        readonly recipient: string | null
      }
      if (said.recipient !== recipient) return []
      return [{ from: said.from, to: said.to, reason: said.reason, occurred: null, recorded: time }]
    })
    if (ends.at(-1)?.to !== 'destroyed') return [...events, ...ends]
    const later = events.filter(({ to }) => to === 'compromised')
    return [
      ...events.filter(({ to }) => to !== 'compromised'),
      ...ends,
      ...later.map(event => ({
        ...{ ...event, from: 'destroyed' as const, to: 'destroyed-compromised' as const },
      })),
    ]
  }
}
