import type { Input as CallInput, Output } from '../../../shared/contract.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { type CeremonyStep, recordHash } from '../../core/ceremony-record.ts'
import { generatePassphrase, judgePassphrase } from '../../core/passphrase.ts'
import { equalSecrets, wipe } from '../../core/secret.ts'
import type { EnteredCard } from '../cards/entered-card.ts'
import { type KitSource, kitFrom } from '../kits/kit-source.ts'
import type { CardPaper, PaperSize, Papers } from '../paper/papers.ts'
import type { Change } from '../people/attendance.ts'
import { type Authorization, NO_LEAVE_NEEDED } from '../people/authorize.ts'
import { closingDeed, type Described, reissueDeed } from '../people/deeds.ts'
import { ConfirmedPrinters } from '../printing/confirmed-printers.ts'
import type { PrintedPage, Printing } from '../printing/printing.ts'
import { planReplacing } from '../reissue/old-quorum.ts'
import { OldShares } from '../reissue/old-shares.ts'
import { replacedFacts } from '../reissue/what-remains.ts'
import type { Room } from '../room/room.ts'
import type { Tasks } from '../tasks/tasks.ts'
import { typedSecret } from '../typed-secret.ts'
import { type BeginningTools, beginCeremony } from './beginning.ts'
import { printCard, printedFacts, printPassphrase } from './card-printing.ts'
import type { Closing, Outcome } from './ceremony.ts'
import {
  type Begun,
  type CeremonyState,
  foundedState,
  recordSteps,
  type Stage,
  stateOf,
} from './ceremony-stage.ts'
import { preparePlaces } from './closing.ts'
import {
  type CardBack,
  readCardFile,
  readScannedCard,
  readTypedCard,
  type SavedAs,
  type ShownShare,
  saveCard,
  showToCustodian,
} from './custodian-cards.ts'
import { CustodianTurns } from './custodian-turns.ts'
import { ADMINISTRATOR } from './ledger.ts'
import { answersOf, type Override } from './room-answers.ts'
import { type CheckedPlan, describePlan, type PlanSource, planFrom } from './window-plan.ts'

export interface GuidedTools extends BeginningTools {
  readonly room: Room
  readonly papers: Papers
  readonly printing: Printing
  readonly tasks: Tasks
  /** Whether something else forbids a ceremony now. @throws RECOVERY_RUNNING, TASK_RUNNING */
  readonly requireFree: () => void
  /** @throws LOCKED */
  readonly requireUnlocked: () => void
}

type Evidence = CallInput<'ceremony.evidence'>
type Exception = CallInput<'ceremony.exception'>
type AddedOldShare = Output<'ceremony.addOldShare'>
type AbortCause = Extract<CeremonyState, { step: 'void' }>['cause']
type PrintedFacts = Output<'ceremony.printPassphrase'>
type StepName = Stage['step']
type At<Name extends StepName> = Extract<Stage, { readonly step: Name }>

/** Words of a generated passphrase: 90 bits from the EFF large word list. */
const PASSPHRASE_WORDS = 7
/** Refusals after which nothing that this machine made may be used. */
const FATAL: ReadonlySet<string> = new Set([
  'RECOVERY_UNPROVED',
  'REISSUE_UNPROVED',
  'SHAMIR_CHECK_FAILED',
])

/**
 * The ceremony in the window: the verbs of `Ceremony`, one step after the other, with the people's part
 * in between (room, dice, whose turn it is). One at a time.
 */
export class GuidedCeremony {
  readonly #tools: GuidedTools
  readonly #printers = new ConfirmedPrinters()
  #stage: Stage = { step: 'none' }
  /** Keeps a second begin or close from starting beside the first. */
  #busy = false

  constructor(tools: GuidedTools) {
    this.#tools = tools
  }

  get state(): CeremonyState {
    return stateOf(this.#stage)
  }

  /** Whether one has begun and has not ended. */
  get isRunning(): boolean {
    return this.#busy || 'ceremony' in this.#stage
  }

  /** @throws CEREMONY_RUNNING */
  requireNone(): void {
    if (!this.isRunning) return
    const title = 'agreed' in this.#stage ? this.#stage.agreed.plan.title : ''
    throw refuse('CEREMONY_RUNNING', { title })
  }

  async checkPlan(source: PlanSource, old: KitSource | null): Promise<CheckedPlan> {
    const placed = await planFrom(source, this.#tools.input, this.#tools.now())
    if (old === null) return describePlan(placed)
    const plan = planReplacing(placed.plan, await kitFrom(old, this.#tools))
    return describePlan({ ...placed, plan })
  }

  /** → room */
  begin(source: PlanSource, approval: string | null): Promise<CeremonyState> {
    this.requireNone()
    this.#tools.requireFree()
    return this.#alone(async () => {
      this.#printers.clear()
      const begun = await beginCeremony(source, approval, this.#tools)
      return this.#enter({ ...begun, step: 'room', checks: null })
    })
  }

  /** → old-quorum */
  beginReissue(
    source: PlanSource,
    kit: KitSource,
    approval: string | null,
  ): Promise<CeremonyState> {
    this.requireNone()
    this.#tools.requireFree()
    return this.#alone(async () => {
      const oldKit = await kitFrom(kit, this.#tools)
      this.#printers.clear()
      const begun = await beginCeremony(source, approval, this.#tools, oldKit)
      return this.#enter({ ...begun, step: 'old-quorum', old: new OldShares(oldKit, this.#tools) })
    })
  }

  async addOldShare(card: EnteredCard): Promise<AddedOldShare> {
    const { old } = this.#require('old-quorum')
    const added = await old.add(card)
    return { ...added, state: this.state }
  }

  confirmOldCorrections(): AddedOldShare {
    const { old } = this.#require('old-quorum')
    return { ...old.confirm(), state: this.state }
  }

  rejectOldCorrections(): CeremonyState {
    this.#require('old-quorum').old.reject()
    return this.state
  }

  removeOldShare(index: number): CeremonyState {
    this.#require('old-quorum').old.remove(index)
    return this.state
  }

  /** → room; after a refusal the old shares are still there */
  openOld(typed: string, approval: string | null): Promise<CeremonyState> {
    const stage = this.#require('old-quorum')
    return this.#alone(async () => {
      const { inheritance, shares } = await stage.old.open(typed)
      let leave: Authorization = NO_LEAVE_NEEDED
      try {
        this.#requireStill(stage)
        leave = await this.#reissueLeave(stage, approval)
        this.#requireStill(stage)
        const reissuer = stage.gathering === null ? null : leave.actor
        stage.ceremony.inherit(inheritance, { shares, reissuer })
      } catch (error) {
        inheritance.close()
        leave.close()
        throw error
      }
      const { old, letGo, ...begun } = stage
      old.close()
      const letAllGo = (): void => {
        leave.close()
        letGo()
      }
      return this.#enter({ ...begun, step: 'room', checks: null, letGo: letAllGo })
    })
  }

  async checkRoom(): Promise<CeremonyState> {
    const stage = this.#require('room')
    const { agreed, lastEntry } = stage
    const checks = await this.#tools.room.check({ vault: agreed.vault, lastEntry })
    this.#requireStill(stage)
    return this.#enter({ ...stage, checks })
  }

  /** → entropy */
  acceptRoom(overrides: readonly Override[]): CeremonyState {
    const stage = this.#require('room')
    for (const facts of answersOf(stage.checks, overrides)) {
      stage.ceremony.witness('room checked', facts)
    }
    return this.#enter({ ...stage, step: 'entropy' })
  }

  addRolls(rolls: readonly number[]): CeremonyState {
    this.#require('entropy').dice.add(rolls)
    return this.state
  }

  clearRolls(): CeremonyState {
    this.#require('entropy').dice.clear()
    return this.state
  }

  /** → passphrase */
  acceptEntropy(): CeremonyState {
    const stage = this.#require('entropy')
    return this.#enter({ ...stage, step: 'passphrase' })
  }

  /** entropy → room, passphrase → entropy */
  back(): CeremonyState {
    const stage = this.#require('entropy', 'passphrase')
    return stage.step === 'entropy'
      ? this.#enter({ ...stage, step: 'room' })
      : this.#enter({ ...stage, step: 'entropy' })
  }

  /** The words of a new passphrase, for the officer's eyes; nothing here keeps them. */
  suggestPassphrase(): string[] {
    const { random } = this.#require('passphrase')
    const passphrase = generatePassphrase(random, PASSPHRASE_WORDS)
    try {
      return passphrase.toString('ascii').split(' ')
    } finally {
      wipe(passphrase)
    }
  }

  async judgePassphrase(typed: string): Promise<void> {
    this.#require('passphrase')
    const passphrase = typedSecret(typed)
    try {
      await judgePassphrase(passphrase)
    } finally {
      wipe(passphrase)
    }
  }

  /** → founding → shares; back to passphrase when it was refused */
  async found(typed: string, again: string): Promise<CeremonyState> {
    const before = this.#require('passphrase')
    before.gathering?.requireRoles('administrator', 'witness', 'recovery-officer')
    const passphrase = typedSecret(typed)
    const second = typedSecret(again)
    try {
      if (!equalSecrets(passphrase, second)) throw refuse('PASSPHRASE_DIFFERS', {})
      const cancel = new AbortController()
      const stage: Stage = { ...before, step: 'founding', cancel }
      this.#enter(stage)
      try {
        this.#witnessEntropy(stage)
        const kit = await stage.ceremony.found(passphrase, quiet(cancel.signal))
        this.#requireStill(stage)
        return this.#enter({ ...stage, step: 'shares', kit, turns: new CustodianTurns(kit) })
      } catch (error) {
        await this.#fallBack(stage, before, error)
        throw error
      }
    } finally {
      wipe(passphrase, second)
    }
  }

  /** Shows one custodian their share. */
  async showShare(index: number): Promise<ShownShare> {
    const stage = this.#require('shares')
    stage.turns.requireShowable(index)
    stage.gathering?.requirePresent(stage.turns.custodianOf(index))
    const share = stage.ceremony.issueShare(index)
    stage.turns.shown(index)
    const custodian = stage.turns.custodianOf(index)
    stage.ceremony.witness('share shown', { index, custodian })
    const shown = await showToCustodian(share, stage.kit, index)
    this.#requireStill(stage)
    this.#tools.requireUnlocked()
    return shown
  }

  async saveCard(index: number, folder: string, as: SavedAs): Promise<string> {
    const stage = this.#require('shares')
    stage.turns.requireTurn(index)
    const { papers } = this.#tools
    const share = stage.ceremony.issueShare(index)
    const origin = { kit: stage.kit, audit: stage.ceremony.auditHead() }
    const at = await saveCard(share, origin, index, folder, as, papers)
    stage.turns.saved(index, at)
    stage.ceremony.witness('card saved', { index, custodian: stage.turns.custodianOf(index) })
    return at
  }

  /** Whether people have looked at this printer in this ceremony. */
  hasConfirmed(printer: string, device: string): boolean {
    return this.isRunning && this.#printers.has(printer, device)
  }

  /** Somebody has followed the cable of this printer. */
  async confirmPrinter(name: string): Promise<void> {
    this.#requireRunning()
    const printer = await this.#tools.printing.local(name)
    this.#witnessBy('printer confirmed', { printer: name, device: printer.device }, null)
    this.#printers.confirm(printer)
  }

  /** Prints one custodian's card; somebody looks at it before it is read back. */
  printCard(index: number, printer: string, as: CardPaper): Promise<CeremonyState> {
    return this.#tools.tasks.run('print', async ({ signal }) => {
      const stage = this.#require('shares')
      const { turns, ceremony, kit } = stage
      turns.requireShowable(index)
      turns.requireJudged(index)
      const custodian = turns.custodianOf(index)
      stage.gathering?.requirePresent(custodian)
      await this.#printers.require(printer, this.#tools.printing)
      this.#requireStill(stage)
      const share = ceremony.issueShare(index)
      const origin = { kit, audit: ceremony.auditHead() }
      // From here on a page may be out there, whatever is answered.
      turns.shown(index)
      const page = await printCard(share, origin, printer, as, this.#printingTools(), signal).catch(
        error => {
          const problem = error instanceof KeyclaveError ? error.code : 'unknown'
          ceremony.witness('print failed', { index, custodian, printer, problem })
          throw error
        },
      )
      ceremony.witness('card printed', { index, custodian, ...printedFacts(page) })
      this.#requireStill(stage)
      turns.printed(index, printedPage(page))
      return this.state
    })
  }

  /** What somebody says of the page that came out. */
  judgePrint(index: number, verdict: 'legible' | 'destroyed'): CeremonyState {
    const { turns, ceremony } = this.#require('shares')
    turns.requireTurn(index)
    turns.judged(index)
    ceremony.witness('print judged', { index, custodian: turns.custodianOf(index), verdict })
    return this.state
  }

  /** The recovery officer's card, if one is wanted; before there are shares. */
  printPassphrase(typed: string, printer: string, paper: PaperSize): Promise<PrintedFacts> {
    return this.#tools.tasks.run('print', async ({ signal }) => {
      const stage = this.#require('passphrase')
      stage.gathering?.requireRoles('recovery-officer')
      const passphrase = typedSecret(typed)
      try {
        await judgePassphrase(passphrase)
        const day = this.#tools.now().toISOString().slice(0, 10)
        const tools = this.#printingTools()
        const page = await printPassphrase(passphrase, day, printer, paper, tools, signal)
        stage.ceremony.witness('passphrase card printed', printedFacts(page))
        return printedPage(page)
      } finally {
        wipe(passphrase)
      }
    })
  }

  #printingTools() {
    const { printing, papers } = this.#tools
    return { printing, papers, confirmed: this.#printers }
  }

  readBackShare(index: number, words: readonly string[]): Promise<CeremonyState> {
    return this.#readBack(index, async () => ({ share: await readTypedCard(words), by: 'words' }))
  }

  readBackCode(index: number, text: string): Promise<CeremonyState> {
    return this.#readBack(index, async () => ({ share: readScannedCard(text), by: 'camera' }))
  }

  readBackFile(index: number, file: string): Promise<CeremonyState> {
    const { agreed } = this.#require('shares')
    if (agreed.plan.options?.pictures !== true) throw refuse('PICTURE_FORBIDDEN', {})
    return this.#readBack(index, () => readCardFile(file, this.#tools.input))
  }

  /** A card that is accepted ends the custodian's turn; one that is refused changes nothing. */
  async #readBack(index: number, read: () => Promise<CardBack>): Promise<CeremonyState> {
    const stage = this.#require('shares')
    stage.turns.requireTurn(index)
    stage.turns.requireJudged(index)
    const { share, by } = await read()
    try {
      this.#requireStill(stage)
      stage.ceremony.readBackShare(index, share, by)
      stage.turns.readBack(index)
      return this.state
    } finally {
      wipe(share)
    }
  }

  /** → proving → proved; back to shares when it was refused or cancelled */
  async prove(typed: string): Promise<CeremonyState> {
    const before = this.#require('shares')
    const passphrase = typedSecret(typed)
    const stage: Stage = { ...before, step: 'proving' }
    this.#enter(stage)
    try {
      const { subsets, possible, exhaustive } = await this.#tools.tasks.run('proof', watch =>
        stage.ceremony.prove(passphrase, watch),
      )
      this.#requireStill(stage)
      return this.#enter({
        ...stage,
        step: 'proved',
        proof: { subsets, possible, exhaustive },
        concluded: null,
      })
    } catch (error) {
      await this.#fallBack(stage, before, error)
      throw error
    } finally {
      wipe(passphrase)
    }
  }

  /** Keeps kit and record in every folder and brings what was made into force. → closed */
  close(folders: readonly string[], approval: string | null): Promise<CeremonyState> {
    const stage = this.#require('proved')
    return this.#alone(async () => {
      const { outcome, closing } = await this.#closing(stage, approval)
      const prepared = await preparePlaces(folders, outcome, this.#tools.papers)
      try {
        this.#requireStill(stage)
        stage.ceremony.close(closing)
      } catch (error) {
        await prepared.discard()
        throw error
      }
      // From here on it is closed, whatever happens to the last files.
      const { proof, agreed } = stage
      const record = recordSteps(outcome.record.steps)
      const replaced = stage.oldKit && { replaced: replacedFacts(stage.oldKit) }
      const facts = {
        ...{ ...foundedState(stage), proof, sameDrive: prepared.sameDrive, record },
        ...replaced,
      }
      this.#enter({ step: 'ended', state: { step: 'closed', ...facts, places: [] } })
      stage.concluded?.leave?.close()
      stage.letGo()
      const { places, failure } = await prepared.publish()
      if (agreed.vault === null && places.every(place => place.kit === null)) {
        // Neither vault nor kit tells of it: it is as if it had never closed.
        const shown = stage.turns.seen
        const ended = { step: 'void', agreed, cause: 'failed', shown, leftBehind: [] } as const
        this.#enter({ step: 'ended', state: { ...ended, leftBehind: [] } })
        throw failure
      }
      return this.#enter({ step: 'ended', state: { step: 'closed', ...facts, places } })
    })
  }

  /** Somebody came into the room or left it. A record that was not closed yet is written anew. */
  attend(change: Change): void {
    const stage = this.#stage
    if (!('ceremony' in stage) || stage.gathering === null) return
    stage.gathering.attend(change, this.#tools.now())
    stage.ceremony.witness(`person ${change.kind}`, { person: change.person.name })
    this.#reopenRecord()
  }

  /** Notes what somebody saw: a bag's number, a printer, the hash of the program. */
  noteEvidence({ kind, value, index, person }: Evidence): CeremonyState {
    const facts = { kind, value, ...(index !== null && { index }) }
    return this.#witnessBy('evidence', facts, person)
  }

  /** Notes that something went otherwise than planned, why, and who accepted it. */
  noteException({ what, reason, accepted }: Exception): CeremonyState {
    const { gathering } = this.#requireRunning()
    const names = accepted.map(id => gathering?.attribution(id).name ?? '')
    if (gathering !== null && names.length === 0) throw refuse('ABSENT', { names: ['a witness'] })
    const facts = { what, reason, 'accepted by': names.join(', ') }
    return this.#witnessBy('exception', facts, accepted[0] ?? null)
  }

  /** Writes the record that everyone present signs. In a ceremony with people, before `close`. */
  conclude(): CeremonyState {
    this.#reopenRecord()
    const stage = this.#require('proved')
    const outcome = stage.ceremony.conclude()
    const concluded = { outcome, hash: recordHash(outcome.record), leave: null }
    return this.#enter({ ...stage, concluded })
  }

  /** What everyone present is asked to sign. @throws CEREMONY_ORDER before `conclude` */
  closingDeed(): Described {
    const { concluded, agreed } = this.#require('proved')
    if (concluded === null) throw refuse('CEREMONY_ORDER', { phase: 'proved', need: 'concluded' })
    const what = `Close the ceremony "${agreed.plan.title}" by the record with this hash`
    return { deed: closingDeed(concluded.hash), what }
  }

  /** → void. Nothing it made counts. @throws CEREMONY_NONE */
  async abort(cause: AbortCause): Promise<CeremonyState> {
    const stage = this.#stage
    if (!('ceremony' in stage)) throw refuse('CEREMONY_NONE', {})
    const shown = 'turns' in stage ? stage.turns.seen : []
    this.#voidNow(stage, refuse('CEREMONY_ABORTED', { cause }))
    const ended = { step: 'void', agreed: stage.agreed, cause, shown } as const
    this.#enter({ step: 'ended', state: { ...ended, leftBehind: [] } })
    const leftBehind = 'turns' in stage ? await stage.turns.removeCards() : []
    return this.#enter({ step: 'ended', state: { ...ended, leftBehind } })
  }

  /** closed, void → none */
  leave(): CeremonyState {
    this.#require('ended')
    return this.#enter({ step: 'none' })
  }

  /** The window has closed. */
  async end(): Promise<void> {
    if ('ceremony' in this.#stage) await this.abort('window-closed')
  }

  /**
   * The record as it is kept: with people, the one that everyone present has signed. Once they have, a
   * refusal of a folder does not ask them again.
   */
  async #closing(
    stage: At<'proved'>,
    approval: string | null,
  ): Promise<{ readonly outcome: Outcome; readonly closing: Closing | null }> {
    if (stage.gathering === null) return { outcome: stage.ceremony.conclude(), closing: null }
    const { concluded } = stage
    const { deed } = this.closingDeed()
    if (concluded === null) throw new Error('closingDeed saw to it')
    if (concluded.leave === null) {
      const { workspace, authorize } = this.#tools
      const leave = await workspace
        .require()
        .use('write', vault => authorize(vault, deed, approval, ADMINISTRATOR))
      concluded.leave = leave
      if (this.#stage !== stage) leave.close()
      this.#requireStill(stage)
    }
    const { actor } = concluded.leave
    const signatures = typeof actor === 'string' ? null : (actor.agreed ?? null)
    const { kit, record } = concluded.outcome
    const closing = { record: concluded.hash, actor }
    return { outcome: { kit, record: { ...record, signatures } }, closing }
  }

  /** Whether those who signed may replace the quorum; without a vault, nobody is asked. */
  async #reissueLeave(
    { agreed, oldKit }: At<'old-quorum'>,
    approval: string | null,
  ): Promise<Authorization> {
    const { workspace, authorize } = this.#tools
    if (agreed.vault === null || oldKit === null) return NO_LEAVE_NEEDED
    const deed = reissueDeed(oldKit.quorum.setId, agreed.planHash)
    return workspace
      .require()
      .use('write', vault => authorize(vault, deed, approval, ADMINISTRATOR))
  }

  #witnessBy(step: string, facts: CeremonyStep['facts'], person: string | null): CeremonyState {
    const { ceremony, gathering } = this.#requireRunning()
    const by = person === null ? undefined : gathering?.attribution(person)
    ceremony.witness(step, facts, by)
    this.#reopenRecord()
    return this.state
  }

  /** @throws CEREMONY_NONE */
  #requireRunning(): Begun {
    const stage = this.#stage
    if (!('ceremony' in stage)) throw refuse('CEREMONY_NONE', {})
    return stage
  }

  /** What was signed is not the whole account any more. */
  #reopenRecord(): void {
    if (this.#stage.step !== 'proved') return
    this.#stage.concluded?.leave?.close()
    this.#stage = { ...this.#stage, concluded: null }
  }

  /** Stops what is at work, wipes, and records that it is void. */
  #voidNow(stage: Begun & Stage, error: KeyclaveError): void {
    if (stage.step === 'founding') stage.cancel.abort()
    if (stage.step === 'old-quorum') stage.old.close()
    if (stage.step === 'proved') stage.concluded?.leave?.close()
    this.#tools.tasks.cancel('proof')
    this.#tools.tasks.cancel('print')
    try {
      stage.ceremony.abort(error)
    } catch (failure) {
      // A vault that cannot be written to (its drive is gone) finds the ceremony open when it is opened
      // again, and declares it void then.
      if (!(failure instanceof KeyclaveError)) throw failure
    } finally {
      stage.letGo()
    }
  }

  /** After a refusal: back to the step before, or void if the machine cannot be trusted. */
  async #fallBack(stage: Stage, before: Stage, error: unknown): Promise<void> {
    if (this.#stage !== stage) return
    this.#enter(before)
    if (error instanceof KeyclaveError && FATAL.has(error.code)) await this.abort('failed')
  }

  #witnessEntropy({ ceremony, dice }: Begun): void {
    const sources = dice.count > 0 ? 'operating system and dice' : 'operating system'
    ceremony.witness('randomness', { sources, rolls: dice.count, bits: Math.floor(dice.bits) })
  }

  #enter(stage: Stage): CeremonyState {
    this.#stage = stage
    return this.state
  }

  /** @throws CEREMONY_NONE, CEREMONY_ORDER */
  #require<Name extends StepName>(...names: readonly Name[]): At<Name> {
    const stage = this.#stage
    if (names.some(name => name === stage.step)) return stage as At<Name>
    if (stage.step === 'none') throw refuse('CEREMONY_NONE', {})
    throw refuse('CEREMONY_ORDER', { phase: stage.step, need: names.join(' or ') })
  }

  /** After waiting: somebody may have aborted meanwhile. @throws CANCELLED */
  #requireStill(stage: Stage): void {
    if (this.#stage !== stage) throw refuse('CANCELLED', {})
  }

  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#busy) throw refuse('TASK_RUNNING', { task: 'step of the ceremony' })
    this.#busy = true
    try {
      return await work()
    } finally {
      this.#busy = false
    }
  }
}

const printedPage = ({ printer, job, removed }: PrintedPage): PrintedFacts => ({
  ...{ printer, job, removed },
})

const quiet = (signal: AbortSignal) => ({ signal, onEvent: () => {} })
