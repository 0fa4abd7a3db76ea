import { rmdir, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Output } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import type { SealedShare } from '../../../core/deliveries/index.ts'
import type { Kit } from '../../../core/kit/index.ts'
import { hashWords } from '../../../core/text/index.ts'
import type { Addressees } from '../index.ts'

type CustodianShare = Extract<Output<'ceremony.state'>, { step: 'shares' }>['shares'][number]

interface Turn {
  readonly index: number
  readonly custodian: string
  state: CustodianShare['state']
  card: string | null
  print?: NonNullable<CustodianShare['print']>
  /** They are absent: their share is sealed to this key, and into these files once it was. */
  readonly sealed?: {
    readonly to: NonNullable<CustodianShare['sealed']>['to']
    readonly recipient: string
    file: SealedInto | null
  }
}

/** Where the share of an absent custodian was sealed into. */
export interface SealedInto {
  readonly sheet: SealedShare
  readonly folder: string
  /** Of the file, and of the sheet beside it. */
  readonly names: readonly string[]
}

/**
 * One custodian at a time: whoever has seen a share reads the card back before anybody else's is shown,
 * and a card that has been read back is not shown again.
 */
export class CustodianTurns {
  readonly #turns: readonly Turn[]
  /** Folders in which shares were sealed, to be removed where they are void. */
  readonly #sealed: SealedInto[] = []

  constructor({ quorum }: Kit, absent: Addressees) {
    this.#turns = quorum.custodians.map(({ index, name }) => {
      const addressee = absent.get(index)
      return {
        ...{ index, custodian: name, state: 'waiting', card: null },
        ...(addressee && {
          sealed: { to: addressee.to, recipient: addressee.fingerprint ?? '', file: null },
        }),
      }
    })
  }

  /** Whose card was shown and not read back yet. */
  get current(): number | null {
    return this.#turns.find(turn => turn.state === 'shown')?.index ?? null
  }

  /** @throws SHARE_SEALED; as `#requireFree` */
  requireShowable(index: number): void {
    const { sealed, custodian } = this.#find(index)
    if (sealed !== undefined) throw refuse('SHARE_SEALED', { index, custodian })
    this.#requireFree(index)
  }

  /** @throws SHARE_NOT_SEALED; as `#requireFree` */
  requireSealable(index: number): void {
    const { sealed, custodian } = this.#find(index)
    if (sealed === undefined) throw refuse('SHARE_NOT_SEALED', { index, custodian })
    this.#requireFree(index)
  }

  /** Where the share was sealed into. @throws as `requireSealable`; CEREMONY_TURN before it was */
  sealedInto(index: number): SealedInto {
    this.requireSealable(index)
    const { sealed } = this.#find(index)
    if (!sealed?.file) throw refuse('CEREMONY_TURN', { index, turn: this.current })
    return sealed.file
  }

  /** @throws SHARE_UNKNOWN_INDEX, CARD_CHECKED; CEREMONY_TURN when it is somebody else's turn */
  #requireFree(index: number): void {
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

  sealed(index: number, into: SealedInto): void {
    const turn = this.#find(index)
    if (turn.sealed === undefined) throw new Error('it is to be sealed')
    this.#sealed.push(into)
    turn.sealed.file = into
    turn.state = 'shown'
  }

  /** What was to be sealed could not be written: nothing of it is there. */
  notSealed(index: number, into: SealedInto): void {
    const turn = this.#find(index)
    this.#sealed.splice(this.#sealed.indexOf(into), 1)
    const earlier = this.#sealed.findLast(({ sheet }) => sheet.index === index) ?? null
    if (turn.sealed !== undefined) turn.sealed.file = earlier
    if (earlier === null) turn.state = 'waiting'
  }

  list(): CustodianShare[] {
    return this.#turns.map(({ print, sealed, ...turn }) => ({
      ...turn,
      ...(print && { print: { ...print } }),
      ...(sealed && { sealed: tellSealed(sealed) }),
    }))
  }

  /** Shares that somebody has seen. */
  get seen(): number[] {
    return this.#turns.filter(turn => turn.state !== 'waiting').map(turn => turn.index)
  }

  /** Removes the files of a ceremony that is void; returns those that are still there. */
  async removeCards(): Promise<string[]> {
    const left: string[] = []
    const remove = (at: string, removing: Promise<void>): Promise<void> =>
      removing.catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') left.push(at)
      })
    for (const { card } of this.#turns) if (card !== null) await remove(card, unlink(card))
    for (const { folder, names } of this.#sealed) {
      for (const name of names) {
        const file = path.join(folder, name)
        await remove(file, unlink(file))
      }
      await remove(folder, rmdir(folder))
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

function tellSealed({
  to,
  recipient,
  file,
}: NonNullable<Turn['sealed']>): NonNullable<CustodianShare['sealed']> {
  return {
    ...{ to, recipientWords: hashWords(recipient) },
    file: file && {
      paths: file.names.map(name => path.join(file.folder, name)),
      words: hashWords(file.sheet.file.sha256),
    },
  }
}
