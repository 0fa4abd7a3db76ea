import type { Input as CallInput, Output } from '../../../shared/contract.ts'
import { cardsLeft } from '../../core/destruction/index.ts'
import { hashWords } from '../../core/text/index.ts'
import type { Quorum, Vault } from '../../vault/index.ts'
import { cardsDestroyed } from '../destruction/index.ts'
import { intervalChange, nextDrill } from '../drill/index.ts'
import { quorumLeft } from '../keys/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { type Gate, makeChange, permitBy, type SignedChange } from '../people/index.ts'
import {
  type SealedShareStanding,
  sealedShareStandings,
  shareAcknowledged,
} from '../shares/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { placeNote } from './place-note.ts'

type RegisterFacts = Output<'register.list'>
type QuorumShares = RegisterFacts['quorums'][number]

export interface RegisterScreenTools {
  readonly workspace: Workspace
  /** Whether those who signed may note it. @throws APPROVAL_* */
  readonly authorize: Gate
  readonly occupation: Occupation
}

/** The share register: who holds what, where, since when, and how the cards were found. */
export interface RegisterScreen {
  readonly list: () => Promise<RegisterFacts>
  readonly note: (note: CallInput<'register.note'>) => Promise<RegisterFacts>
  readonly destroy: (seen: CallInput<'register.destroy'>) => Promise<RegisterFacts>
  readonly acknowledge: (said: CallInput<'register.acknowledge'>) => Promise<RegisterFacts>
  readonly setInterval: (months: number, approval: string | null) => Promise<RegisterFacts>
}

/** More is nothing a person looks through. */
const MOST_DRILLS = 1000

export function createRegisterScreen(tools: RegisterScreenTools): RegisterScreen {
  const { workspace, authorize, occupation } = tools
  const change = (
    approval: string | null,
    planned: (vault: Vault) => SignedChange,
  ): Promise<RegisterFacts> =>
    occupation.occupy('custody', () => {
      const ports = { vault: workspace.require(), permit: permitBy(authorize, approval) }
      return makeChange(ports, planned, registerFacts)
    })
  return {
    list: () => workspace.require().use('look', registerFacts),
    note: ({ approval, ...note }) => change(approval ?? null, placeNote(note)),
    destroy: ({ approval, ...seen }) => change(approval ?? null, cardsDestroyed(seen)),
    acknowledge: ({ approval, acknowledgement, ...share }) =>
      change(approval ?? null, shareAcknowledged({ acknowledgement, share })),
    setInterval: (months, approval) => change(approval, intervalChange(months)),
  }
}

const registerFacts = (vault: Vault): RegisterFacts => ({
  quorums: vault.quorums.list().map(quorum => quorumShares(vault, quorum)),
  drills: vault.drills
    .list()
    .slice(-MOST_DRILLS)
    .reverse()
    .map(drill => ({ ...drill, shares: drill.shares.map(share => ({ ...share })) })),
  interval: vault.drills.interval(),
})

/** A quorum as it stands in the register: who holds what, where, and how the cards were found. */
export function quorumShares(
  vault: Vault,
  { setId, state, threshold, ceremony }: Quorum,
): QuorumShares {
  const places = new Map(vault.sharePlaces.of(setId).map(place => [place.index, place]))
  const holders = new Map(
    vault.people.custody().flatMap(line => (line.setId === setId ? [[line.index, line]] : [])),
  )
  const { cards, destroyed, ...remains } = quorumLeft(vault, setId)
  const gone = new Map(destroyed.map(({ card, ...how }) => [card, how]))
  const { left, toGo, opensNothing } = cardsLeft({
    ...{ threshold, count: cards, destroyed: destroyed.length },
  })
  const sealed = new Map(sealedShareStandings(vault, setId).map(share => [share.index, share]))
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
        sealed: sealedFacts(sealed.get(index)),
        check: check ? { time: check.time, result: check.result } : null,
        destroyed: gone.get(index) ?? null,
      }
    }),
    left: {
      ...{ cards: left, toGo, opensNothing },
      passphraseCardDestroyed: remains.passphraseCardDestroyed,
    },
  }
}

const sealedFacts = (
  share: SealedShareStanding | undefined,
): QuorumShares['shares'][number]['sealed'] =>
  share === undefined
    ? null
    : {
        ...{ to: share.to, recipient: share.recipient, acknowledged: share.acknowledged },
        recipientWords: [...hashWords(share.recipient)],
      }
