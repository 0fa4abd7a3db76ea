import type { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import {
  LAST_DAY,
  type ReadBackWay,
  type RecordStep,
  type StepFacts,
} from '../../../shared/record-steps.ts'
import { formatSetId } from '../../../shared/share.ts'
import { copySecret, type RandomSource } from '../../core/bytes/index.ts'
import {
  type CeremonyRecord,
  type CeremonyStep,
  forFinders,
  type Plan,
  recordCeremony,
  sealedToOf,
  UNWITNESSED,
  type Witnessed,
} from '../../core/ceremony/index.ts'
import type { SealedShare } from '../../core/deliveries/index.ts'
import {
  confirmKit,
  type Kit,
  type KitAuthority,
  kitFingerprint,
  type TrustedKit,
} from '../../core/kit/index.ts'
import { judgePassphrase } from '../../core/passphrase/index.ts'
import {
  type FoundedQuorum,
  foundQuorum,
  type Inheritance,
  newSetId,
  proveRecovery,
  type RecoveryProof,
} from '../../core/quorum/index.ts'
import { nameProblem } from '../../core/text/index.ts'
import type { CardOrigin, PassphraseCardFacts } from '../pages/index.ts'
import { isSealedFile } from '../shares/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import type { Closing, Ledger, OldOpening } from './ledger.ts'
import { itemProgress, newKit } from './new-kit.ts'
import type { OldPassphrase } from './old-passphrase.ts'
import { ReadBackShares, requireShare } from './read-back-shares.ts'
import { stillOpens } from './what-remains.ts'

/** What a ceremony begins with. Everything in it has been read and checked. */
export interface CeremonyOrder {
  readonly plan: Plan
  /** The secrets that the plan imports, in its order; the caller still owns them. */
  readonly imports: readonly Uint8Array[]
  readonly ledger: Ledger
  readonly random: RandomSource
  readonly now: () => Date
  readonly software: string
  /** Absent without people. */
  readonly people?: CeremonyPeople
}

/** The people's part of a ceremony. */
interface CeremonyPeople {
  /** As it stands. */
  readonly witnessed: () => Witnessed
  /** Who may change the kit later: everybody in force now. */
  readonly authority: () => KitAuthority
  /** To whom a step is put down when nobody is named. */
  readonly attributionOf: (step: RecordStep, facts: CeremonyStep['facts']) => CeremonyStep['by']
}

export type { ReadBackWay }

/** What a ceremony leaves behind, all of it public. */
export interface Outcome {
  readonly kit: Kit
  readonly record: CeremonyRecord
}

/** Where a ceremony stands. Each verb belongs to one phase. */
type Phase =
  | { readonly name: 'planned' }
  | { readonly name: 'founded'; readonly quorum: FoundedQuorum; readonly kit: Kit }
  | { readonly name: 'proved'; readonly kit: Kit; readonly proof: RecoveryProof }
  | { readonly name: 'ended' }

/**
 * A running ceremony: begin → found → for each custodian issue and read back → prove → conclude → close.
 *
 * Nothing counts before `close`. Whatever goes wrong before that, `abort` declares the ceremony void
 * and wipes the shares; a crash does the same at the next opening of the vault.
 */
export class Ceremony {
  readonly #order: CeremonyOrder
  readonly #steps: CeremonyStep[] = []
  readonly #readBack = new ReadBackShares()
  /** The number of each card's bag, by the index of its share. */
  readonly #bags = new Map<number, string>()
  readonly #opened: Date
  #phase: Phase = { name: 'planned' }
  /** Of the quorum; null: nothing has needed it yet. */
  #setId: Buffer | null = null
  /** What a re-issue takes over; wiped at the end, whatever the end is. */
  #inheritance: Inheritance | null = null
  /** Until the new passphrase is known. */
  #oldPassphrase: OldPassphrase | null = null
  #keptPassphrase = false

  private constructor(order: CeremonyOrder) {
    this.#order = order
    this.#opened = order.now()
  }

  /** Begins a ceremony and records it as open. @throws CEREMONY_OPEN */
  static begin(order: CeremonyOrder): Ceremony {
    order.ledger.opened(order.plan)
    const ceremony = new Ceremony(order)
    ceremony.#note('opened', {})
    return ceremony
  }

  /** Adds to the account what happened around the ceremony: the room check, dice, a card shown. Public. */
  witness<S extends RecordStep>(step: S, facts: StepFacts<S>, by?: CeremonyStep['by']): void {
    this.#note(step, facts, by)
  }

  /**
   * Notes which bag a card was put into; the newest number of a share counts. The share register has it
   * when the ceremony closes.
   *
   * @throws SHARE_UNKNOWN_INDEX; CUSTODY_NOTE {field, problem}
   */
  noteBag(index: number, bag: string, by?: CeremonyStep['by']): void {
    const { custodians } = this.#order.plan.quorum
    if (custodians[index - 1] === undefined) {
      throw refuse('SHARE_UNKNOWN_INDEX', { index, count: custodians.length })
    }
    const problem = nameProblem(bag)
    if (problem !== null) throw refuse('CUSTODY_NOTE', { field: 'bag', problem })
    this.#bags.set(index, bag)
    this.#note('evidence', { kind: 'bag', value: bag, index }, by)
  }

  /**
   * Makes this ceremony a re-issue: what the opened old quorum had sealed is sealed again to the one that
   * will be founded, and that one replaces it when the ceremony closes.
   *
   * @param inheritance this ceremony's from now on, if it does not throw
   * @param opening     whose shares opened the old quorum, and who agreed to replace it
   * @param passphrase  of the old quorum; as `inheritance`
   * @throws REISSUE_PLAN, KEY_EXISTS
   */
  inherit(inheritance: Inheritance, opening: OldOpening, passphrase: OldPassphrase): void {
    this.#require('planned')
    const { plan, ledger } = this.#order
    const { setId } = inheritance.replaces
    if (this.#inheritance !== null || plan.replaces !== setId) {
      throw refuse('REISSUE_PLAN', { problem: { doesNotReplace: setId } })
    }
    inheritance.requireFree([...plan.keys, ...plan.imports].map(key => key.label))
    ledger.inherited(inheritance.kit, opening)
    this.#inheritance = inheritance
    this.#oldPassphrase = passphrase
    this.#note('old quorum opened', { setId, shares: opening.shares.join(', ') })
  }

  /** Whether it is the passphrase of the quorum that this ceremony replaces. */
  isOldPassphrase(passphrase: Uint8Array): boolean {
    return this.#oldPassphrase?.isSame(passphrase) ?? false
  }

  /** Whether a re-issue keeps the passphrase of the quorum that it replaces. */
  get keptPassphrase(): boolean {
    return this.#keptPassphrase
  }

  /**
   * Makes the quorum with its backup key and master keys, and the kit that will describe it.
   *
   * @param passphrase UTF-8; the caller still owns it
   * @throws PASSPHRASE_ENCODING, PASSPHRASE_SHORT, PASSPHRASE_WEAK, KDF_MEMORY, CANCELLED; of a re-issue
   *         also REISSUE_PLAN, ITEM_DAMAGED, KIT_TAMPERED
   */
  async found(passphrase: Uint8Array, watch: Watch): Promise<Kit> {
    this.#require('planned')
    this.#keptPassphrase = this.isOldPassphrase(passphrase)
    await judgePassphrase(passphrase)
    continueUnlessCancelled(watch.signal)
    const { plan, imports, random, ledger, now } = this.#order
    if (plan.replaces !== undefined && this.#inheritance === null) {
      throw refuse('REISSUE_PLAN', { problem: { unopened: plan.replaces } })
    }
    const quorum = await foundQuorum(plan.quorum, passphrase, random, this.#ownSetId())
    try {
      continueUnlessCancelled(watch.signal)
      const authority = this.#order.people?.authority() ?? null
      const made = { plan, imports, quorum, authority, created: now(), random }
      const kit = await newKit(made, this.#inheritance, watch)
      this.#require('planned') // somebody may have aborted meanwhile
      ledger.founded(kit)
      this.#note('passphrase accepted', {})
      this.#phase = { name: 'founded', quorum, kit }
      this.#inheritance?.closeOld()
      this.#oldPassphrase?.close()
      this.#note('founded', { setId: kit.quorum.setId, fingerprint: kitFingerprint(kit.quorum) })
      for (const { id, label, version, expires } of kit.keys) {
        const endless = expires === undefined ? ({ [LAST_DAY]: 'none' } as const) : {}
        this.#note('key sealed', { id, label, version, ...endless })
      }
      return kit
    } catch (error) {
      quorum.close()
      throw error
    }
  }

  /**
   * Issues one custodian's share, for its card. May be called again to make the card once more.
   *
   * @param index 1 … n
   * @returns 44 bytes; the caller wipes them
   */
  issueShare(index: number): Buffer {
    const { quorum, kit } = this.#require('founded')
    const share = quorum.shares[index - 1]
    if (share === undefined) {
      throw refuse('SHARE_UNKNOWN_INDEX', { index, count: quorum.shares.length })
    }
    if (!this.#has('share issued', index)) {
      this.#order.ledger.issued(kit, index)
      this.#note('share issued', { index, custodian: this.#custodian(kit, index) })
    }
    return copySecret(share)
  }

  /**
   * Takes a share as it was read back from its card, and checks it against its commitment.
   *
   * @param bytes 44 bytes from paper, not from memory; the caller still owns them
   * @param by    how it was read; the record names it
   * @param named the kit that its code names, if one was read
   * @throws SHARE_FOREIGN, SHARE_MISMATCH, SHARE_FORGED, SHARE_UNKNOWN_INDEX …; SHARE_EXPECTED when it
   *         is another custodian's card; SHARE_SEALED
   */
  readBackShare(
    index: number,
    bytes: Uint8Array,
    by: ReadBackWay,
    named: string | null = null,
  ): void {
    const { kit } = this.#require('founded')
    const custodian = this.#custodian(kit, index)
    if (this.#isSealed(index)) throw refuse('SHARE_SEALED', { index, custodian })
    requireShare(madeHere(kit), index, bytes, named)
    if (this.#readBack.has(index)) return
    this.#order.ledger.readBack(kit, index, null)
    this.#readBack.keep(index, bytes)
    this.#note('share read back', { index, custodian, by })
  }

  /** Notes that the share of an absent custodian was sealed into a file. */
  noteSealed({ index, custodian, to, recipient, file, acknowledgement }: SealedShare): void {
    const { name, sha256 } = file
    const facts = { index, custodian, to, recipient, file: name, sha256, acknowledgement }
    this.#note('share sealed', facts)
  }

  /**
   * Takes the file in which an absent custodian's share is sealed, as it was read back from where it was written.
   * What was sealed had been read as this share before (`sealToCustodian`), so it is this share that recovery is
   * proved with; that the file opens, its holder alone can show.
   *
   * @throws SHARE_NOT_SEALED, SEALED_SHARE_UNREADABLE
   */
  readBackSealed(sheet: SealedShare, file: Buffer): void {
    const { index, custodian } = sheet
    const { quorum, kit } = this.#require('founded')
    const share = quorum.shares[index - 1]
    if (share === undefined || !this.#isSealed(index)) {
      throw refuse('SHARE_NOT_SEALED', { index, custodian })
    }
    if (!isSealedFile(sheet, file)) {
      throw refuse('SEALED_SHARE_UNREADABLE', { file: sheet.file.name })
    }
    requireShare(madeHere(kit), index, share)
    if (this.#readBack.has(index)) return
    const { sha256 } = sheet.file
    const { acknowledgement } = sheet
    this.#order.ledger.readBack(kit, index, { sha256, acknowledgement })
    this.#readBack.keep(index, share)
    this.#note('sealed share read back', { index, custodian, sha256 })
  }

  /**
   * Proves recovery from what was read back and the passphrase entered again.
   *
   * @param passphrase UTF-8, entered anew; the caller still owns it
   * Of a re-issue, also that the new quorum opens everything it has taken over.
   *
   * @throws SHARES_UNREAD naming the shares not read back; PASSPHRASE_WRONG; RECOVERY_UNPROVED;
   *         REISSUE_UNPROVED; CANCELLED
   */
  async prove(passphrase: Uint8Array, { signal, onEvent }: Watch): Promise<RecoveryProof> {
    const { quorum, kit } = this.#require('founded')
    const made = madeHere(kit)
    const proof = await proveRecovery({
      kit: made,
      shares: this.#readBack.all,
      passphrase,
      random: this.#order.random,
      whileOpen: async opened => {
        const onItem = itemProgress('opening-sealed-again', onEvent)
        await this.#inheritance?.prove(opened, made, { signal, onProgress: onItem })
      },
      signal,
      onProgress: (done, total) =>
        onEvent({ kind: 'progress', task: 'proving-recovery', done, total, unit: 'subsets' }),
    })
    this.#require('founded') // somebody may have aborted meanwhile
    quorum.close()
    this.#readBack.wipe()
    this.#phase = { name: 'proved', kit, proof }
    this.#noteSuccession(kit)
    this.#note('recovery proved', { subsets: proof.subsets, possible: proof.possible })
    return proof
  }

  /**
   * What the card of the passphrase says. The quorum has its id from then on: it is what tells this card from that of
   * another one, and it is printed before there is a quorum.
   */
  passphraseFacts(): PassphraseCardFacts {
    this.#require('planned')
    const { plan, software, now } = this.#order
    const { title, organisation } = plan
    const date = now().toISOString().slice(0, 10)
    const setId = formatSetId(this.#ownSetId())
    return { title, organisation, ...forFinders(plan), date, setId, fingerprint: null, software }
  }

  #ownSetId(): Buffer {
    const { plan, random } = this.#order
    this.#setId ??= newSetId(plan.rehearsal ?? false, random)
    return this.#setId
  }

  /** What its cards say beside their shares, now. */
  cardOrigin(kit: Kit): CardOrigin {
    const { ledger, plan, software } = this.#order
    return { kit, audit: ledger.head(), ...forFinders(plan), software }
  }

  /**
   * Kit and record of the proved ceremony, to be written to disk under temporary names. They count once
   * `close` has returned.
   */
  conclude(): Outcome {
    const { kit, proof } = this.#require('proved')
    const { ledger, now, plan, software, people } = this.#order
    const times = { opened: this.#opened, closed: now() }
    const audit = ledger.head()
    const record = recordCeremony({
      ...{ plan, kit, proof, audit, software, times },
      steps: [...this.#steps],
      witnessed: people?.witnessed() ?? UNWITNESSED,
    })
    return { kit, record }
  }

  /**
   * Closes the ceremony: everything it made comes into force, in one transaction.
   *
   * @param closing null without people
   */
  close(closing: Closing | null = null): void {
    const { kit, proof } = this.#require('proved')
    const bags = [...this.#bags].map(([index, bag]) => ({ index, bag }))
    this.#order.ledger.closed(kit, proof, bags, closing)
    this.#phase = { name: 'ended' }
  }

  /** Declares the ceremony void and wipes its shares; nothing when it has ended. */
  abort(error: unknown): void {
    const { name } = this.#phase
    if (this.#phase.name === 'founded') this.#phase.quorum.close()
    this.#readBack.wipe()
    this.#inheritance?.close()
    this.#oldPassphrase?.close()
    this.#phase = { name: 'ended' }
    if (name !== 'ended') this.#order.ledger.voided(error instanceof KeyclaveError ? error : null)
  }

  #require<Name extends Phase['name']>(name: Name): Extract<Phase, { readonly name: Name }> {
    if (this.#phase.name !== name) {
      throw refuse('CEREMONY_ORDER', { phase: this.#phase.name, need: [name] })
    }
    return this.#phase as Extract<Phase, { readonly name: Name }>
  }

  #custodian(kit: Kit, index: number): string {
    return kit.quorum.custodians[index - 1]?.name ?? ''
  }

  #isSealed(index: number): boolean {
    return sealedToOf(this.#order.plan, index) !== null
  }

  #has(step: RecordStep, index: number): boolean {
    return this.#steps.some(other => other.step === step && other.facts.index === index)
  }

  #note<S extends RecordStep>(step: S, facts: StepFacts<S>, named?: CeremonyStep['by']): void {
    const by = named ?? this.#order.people?.attributionOf(step, facts)
    const time = this.#order.now().toISOString()
    this.#steps.push({ time, step, facts, ...(by && { by }) })
  }

  /** The old quorum is not needed any more; the record says what it can still open. */
  #noteSuccession(kit: Kit): void {
    if (this.#inheritance === null) return
    const { setId, fingerprint } = this.#inheritance.replaces
    const { count, kit: old } = this.#inheritance
    this.#note('sealed again', { items: count, from: setId, to: kit.quorum.setId })
    this.#note('old quorum replaced', {
      setId,
      fingerprint,
      ...stillOpens(old, this.#keptPassphrase),
    })
    this.#inheritance.close()
    this.#inheritance = null
  }
}

/** The ceremony itself vouches for the kit that it has made: no file is between. */
const madeHere = (kit: Kit): TrustedKit => confirmKit(kit, { by: 'ceremony' })
