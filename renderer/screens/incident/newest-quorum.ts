import type { CompromiseReport } from '../../../shared/compromise.ts'

/** The quorum that has what is suspect now: after a re-issue the new one. */
export function newestQuorumOf(of: CompromiseReport['of']): string {
  switch (of.kind) {
    case 'key':
      return of.sets.at(-1) ?? ''
    case 'backup-key':
      return of.places.at(-1)?.setId ?? of.setId
    case 'quorum':
      return of.replacedBy ?? of.setId
  }
}
