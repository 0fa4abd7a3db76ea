import { cardsToDestroy, type NumberedCard } from '../../../shared/card-name.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Watch } from '../watch.ts'

/** A ceremony that a crash ended: it is void, and so are the cards that it had issued. */
export interface Interrupted {
  readonly title: string
  readonly opened: string
  readonly shares: NumberedCard[]
}

/** What opening this vault declared void; null when nothing was. */
export const interruptedIn = (vault: Vault): Interrupted | null => {
  if (vault.interrupted === null) return null
  const { id, title, opened } = vault.interrupted
  return { title, opened, shares: cardsOf(vault, id) }
}

/** The cards that a ceremony has issued, by number. */
export const cardsOf = ({ quorums, shareRegister }: Vault, ceremony: string): NumberedCard[] =>
  quorums
    .ofCeremony(ceremony)
    .flatMap(({ setId }) => shareRegister.of(setId))
    .map(({ index, custodian }) => ({ index, custodian }))

/** Says so on the command line: only the program that opens the vault first learns of it. */
export function reportInterrupted(vault: Vault | null, { onEvent }: Pick<Watch, 'onEvent'>): void {
  const interrupted = vault && interruptedIn(vault)
  if (interrupted === null) return
  const { title, opened, shares } = interrupted
  const text = `The ceremony "${title}" of ${opened} was interrupted. ${cardsToDestroy(shares)} What was in force before it still is.`
  onEvent({ kind: 'notice', text })
}
