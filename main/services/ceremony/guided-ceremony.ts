import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { generatePassphrase, judgePassphrase } from '../../core/passphrase.ts'
import { equalSecrets, wipe } from '../../core/secret.ts'
import type { Room } from '../room/room.ts'
import type { Tasks } from '../tasks/tasks.ts'
import { typedSecret } from '../typed-secret.ts'
import { type BeginningTools, beginCeremony } from './beginning.ts'
import {
  type Begun,
  type CeremonyState,
  foundedState,
  recordSteps,
  type Stage,
  stateOf,
} from './ceremony-stage.ts'
import { preparePlaces } from './closing.ts'
import { readTypedCard, type ShownShare, saveCard, showToCustodian } from './custodian-cards.ts'
import { CustodianTurns } from './custodian-turns.ts'
import { answersOf, type Override } from './room-answers.ts'
import { type CheckedPlan, describePlan, type PlanSource, planFrom } from './window-plan.ts'

export interface GuidedTools extends BeginningTools {
  readonly room: Room
  readonly tasks: Tasks
  /** Whether something else forbids a ceremony now. @throws RECOVERY_RUNNING, TASK_RUNNING */
  readonly requireFree: () => void
  /** @throws LOCKED */
  readonly requireUnlocked: () => void
}

type AbortCause = Extract<CeremonyState, { step: 'void' }>['cause']
type StepName = Stage['step']
type At<Name extends StepName> = Extract<Stage, { readonly step: Name }>

/** Words of a generated passphrase: 90 bits from the EFF large word list. */
const PASSPHRASE_WORDS = 7
/** Refusals after which nothing that this machine made may be used. */
const FATAL: ReadonlySet<string> = new Set(['RECOVERY_UNPROVED', 'SHAMIR_CHECK_FAILED'])

/**
 * The ceremony in the window: the verbs of `Ceremony`, one step after the other, with the people's part
 * in between (room, dice, whose turn it is). One at a time.
 */
export class GuidedCeremony {
  readonly #tools: GuidedTools
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

  async checkPlan(source: PlanSource): Promise<CheckedPlan> {
    return describePlan(await planFrom(source, this.#tools.input, this.#tools.now()))
  }

  /** → room */
  begin(source: PlanSource): Promise<CeremonyState> {
    this.requireNone()
    this.#tools.requireFree()
    return this.#alone(async () => {
      const begun = await beginCeremony(source, this.#tools)
      return this.#enter({ ...begun, step: 'room', checks: null })
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
    const share = stage.ceremony.issueShare(index)
    stage.turns.shown(index)
    const custodian = stage.turns.custodianOf(index)
    stage.ceremony.witness('share shown', { index, custodian })
    const shown = await showToCustodian(share, stage.kit, index)
    this.#requireStill(stage)
    this.#tools.requireUnlocked()
    return shown
  }

  async saveCard(index: number, folder: string): Promise<string> {
    const stage = this.#require('shares')
    stage.turns.requireTurn(index)
    const at = await saveCard(stage.ceremony.issueShare(index), stage.kit, index, folder)
    stage.turns.saved(index, at)
    stage.ceremony.witness('card saved', { index, custodian: stage.turns.custodianOf(index) })
    return at
  }

  async readBackShare(index: number, words: readonly string[]): Promise<CeremonyState> {
    const stage = this.#require('shares')
    stage.turns.requireTurn(index)
    const share = await readTypedCard(words)
    try {
      this.#requireStill(stage)
      stage.ceremony.readBackShare(index, share)
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
      return this.#enter({ ...stage, step: 'proved', proof: { subsets, possible, exhaustive } })
    } catch (error) {
      await this.#fallBack(stage, before, error)
      throw error
    } finally {
      wipe(passphrase)
    }
  }

  /** Keeps kit and record in every folder and brings what was made into force. → closed */
  close(folders: readonly string[]): Promise<CeremonyState> {
    const stage = this.#require('proved')
    return this.#alone(async () => {
      const outcome = stage.ceremony.conclude()
      const prepared = await preparePlaces(folders, outcome)
      try {
        this.#requireStill(stage)
        stage.ceremony.close()
      } catch (error) {
        await prepared.discard()
        throw error
      }
      // From here on it is closed, whatever happens to the last files.
      const { proof, agreed } = stage
      const record = recordSteps(outcome.record.steps)
      const facts = { ...foundedState(stage), proof, sameDrive: prepared.sameDrive, record }
      this.#enter({ step: 'ended', state: { step: 'closed', ...facts, places: [] } })
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

  /** Stops what is at work, wipes, and records that it is void. */
  #voidNow(stage: Begun & Stage, error: KeyclaveError): void {
    if (stage.step === 'founding') stage.cancel.abort()
    this.#tools.tasks.cancel('proof')
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

const quiet = (signal: AbortSignal) => ({ signal, onEvent: () => {} })
