import { unlink } from 'node:fs/promises'
import type { Output } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import type { Kit } from '../../../core/kit/index.ts'

type CustodianShare = Extract<Output<'ceremony.state'>, { step: 'shares' }>['shares'][number]

interface Turn {
  readonly index: number
  readonly custodian: string
  state: CustodianShare['state']
  card: string | null
  print?: NonNullable<CustodianShare['print']>
}

/**
 * One custodian at a time: whoever has seen a share reads the card back before anybody else's is shown,
 * and a card that has been read back is not shown again.
 */
export class CustodianTurns {
  readonly #turns: readonly Turn[]

  constructor({ quorum }: Kit) {
    this.#turns = quorum.custodians.map(({ index, name }) => ({
      ...{ index, custodian: name, state: 'waiting', card: null },
    }))
  }

  /** Whose card was shown and not read back yet. */
  get current(): number | null {
    return this.#turns.find(turn => turn.state === 'shown')?.index ?? null
  }

  /** @throws SHARE_UNKNOWN_INDEX, CARD_CHECKED; CEREMONY_TURN when it is somebody else's turn */
  requireShowable(index: number): void {
    const turn = this.#find(index)
    if (turn.state === 'read-back') throw refuse('CARD_CHECKED', { index })
    const { current } = this
    if (current !== null && current !== index)
      throw refuse('CEREMONY_TURN', { index, turn: current })
  }

  /** @throws SHARE_UNKNOWN_INDEX, CARD_CHECKED; CEREMONY_TURN unless this share was shown */
  requireTurn(index: number): void {
    this.requireShowable(index)
    if (this.current === null) throw refuse('CEREMONY_TURN', { index, turn: null })
  }

  /** @throws PRINT_UNJUDGED while a print waits for somebody to look at it */
  requireJudged(index: number): void {
    if (this.#find(index).print?.judged === false) throw refuse('PRINT_UNJUDGED', { index })
  }

  printed(index: number, page: Omit<NonNullable<CustodianShare['print']>, 'judged'>): void {
    this.#find(index).print = { ...page, judged: false }
  }

  /** @throws PRINT_NONE */
  judged(index: number): void {
    const { print } = this.#find(index)
    if (print === undefined || print.judged) throw refuse('PRINT_NONE', { index })
    print.judged = true
  }

  custodianOf(index: number): string {
    return this.#find(index).custodian
  }

  shown(index: number): void {
    this.#find(index).state = 'shown'
  }

  readBack(index: number): void {
    this.#find(index).state = 'read-back'
  }

  saved(index: number, card: string): void {
    this.#find(index).card = card
  }

  list(): CustodianShare[] {
    return this.#turns.map(({ print, ...turn }) => ({
      ...turn,
      ...(print && { print: { ...print } }),
    }))
  }

  /** Shares that somebody has seen. */
  get seen(): number[] {
    return this.#turns.filter(turn => turn.state !== 'waiting').map(turn => turn.index)
  }

  /** Removes the saved cards of a ceremony that is void; returns those that are still there. */
  async removeCards(): Promise<string[]> {
    const left: string[] = []
    for (const { card } of this.#turns) {
      if (card === null) continue
      await unlink(card).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') left.push(card)
      })
    }
    return left
  }

  #find(index: number): Turn {
    const turn = this.#turns[index - 1]
    if (turn === undefined) {
      throw refuse('SHARE_UNKNOWN_INDEX', { index, count: this.#turns.length })
    }
    return turn
  }
}
