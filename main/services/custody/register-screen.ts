import type { Input as CallInput, Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { nameProblem } from '../../core/text/index.ts'
import { type Quorum, requireInterval, type Vault } from '../../vault/index.ts'
import { nextDrill } from '../drill/index.ts'
import { type Gate, placeDeed, scheduleDeed } from '../people/index.ts'
import type { Workspace } from '../vaults/index.ts'

export type RegisterFacts = Output<'register.list'>
type QuorumShares = RegisterFacts['quorums'][number]

export interface RegisterScreenTools {
  readonly workspace: Workspace
  /** Whether those who signed may note it. @throws APPROVAL_* */
  readonly authorize: Gate
  /** A ceremony has the vault for itself. @throws CEREMONY_RUNNING */
  readonly requireFree: () => void
}

/** The share register: who holds what, where, since when, and how the cards were found. */
export interface RegisterScreen {
  readonly list: () => Promise<RegisterFacts>
  readonly note: (note: CallInput<'register.note'>) => Promise<RegisterFacts>
  readonly setInterval: (months: number, approval: string | null) => Promise<RegisterFacts>
}

/** The actor's name in a vault without people. */
const ADMINISTRATOR = 'administrator'
/** More is nothing a person looks through. */
const MOST_DRILLS = 1000

export function createRegisterScreen(tools: RegisterScreenTools): RegisterScreen {
  const { workspace, authorize, requireFree } = tools
  return {
    list: () => workspace.require().use('read', registerFacts),

    note: async ({ approval, ...note }) => {
      requireFree()
      if (note.place !== null) requirePlain('place', note.place)
      if (note.bag !== null) requirePlain('bag', note.bag)
      if (note.place === null && note.bag === null) {
        throw refuse('CUSTODY_NOTE', { field: 'place', problem: 'is missing, and the bag, too' })
      }
      return workspace.require().use('write', vault => {
        const deed = placeDeed({
          ...note,
          person: vault.sharePlaces.holder(note.setId, note.index),
        })
        const leave = authorize(vault, deed, approval ?? null, ADMINISTRATOR)
        try {
          vault.sharePlaces.note(leave.actor, note)
        } finally {
          leave.close()
        }
        return registerFacts(vault)
      })
    },

    setInterval: async (months, approval) => {
      requireFree()
      requireInterval(months)
      return workspace.require().use('write', vault => {
        const leave = authorize(vault, scheduleDeed(months), approval, ADMINISTRATOR)
        try {
          vault.drills.setInterval(leave.actor, months)
        } finally {
          leave.close()
        }
        return registerFacts(vault)
      })
    },
  }
}

export const registerFacts = (vault: Vault): RegisterFacts => ({
  quorums: vault.quorums.list().map(quorum => quorumShares(vault, quorum)),
  drills: vault.drills
    .list()
    .slice(-MOST_DRILLS)
    .reverse()
    .map(drill => ({ ...drill, shares: drill.shares.map(share => ({ ...share })) })),
  interval: vault.drills.interval(),
})

function quorumShares(vault: Vault, { setId, state, threshold, ceremony }: Quorum): QuorumShares {
  const places = new Map(vault.sharePlaces.of(setId).map(place => [place.index, place]))
  const holders = new Map(
    vault.people.custody().flatMap(line => (line.setId === setId ? [[line.index, line]] : [])),
  )
  const checks = new Map(vault.shareChecks.of(setId).map(check => [check.index, check]))
  return {
    ...{ setId, state, threshold },
    title: vault.ceremonies.get(ceremony).title,
    replacedBy: vault.replacements.of(setId)?.replacedBy ?? null,
    nextDrill: state === 'in-force' ? nextDrill(vault, setId) : null,
    shares: vault.shareRegister.of(setId).map(share => {
      const { index, custodian, issued, readBack } = share
      const place = places.get(index)
      const holder = holders.get(index)
      const check = checks.get(index)
      // Place and custody are noted apart; of the bag, whatever was noted last counts.
      const custodyLater = holder !== undefined && holder.recorded > (place?.noted ?? '')
      return {
        ...{ index, custodian, state: share.state, issued, readBack },
        holder: holder
          ? { person: holder.person, name: vault.people.get(holder.person).name }
          : null,
        place: place?.place ?? null,
        bag: (custodyLater ? holder.bag : place?.bag) ?? null,
        noted: (custodyLater ? holder.recorded : place?.noted) ?? null,
        check: check ? { time: check.time, result: check.result } : null,
      }
    }),
  }
}

/** @throws CUSTODY_NOTE */
function requirePlain(field: string, text: string): void {
  const problem = nameProblem(text)
  if (problem !== null) throw refuse('CUSTODY_NOTE', { field, problem })
}
