import { KeyclaveError, refuse } from '../../../../shared/errors.ts'
import { recordHash } from '../../../core/ceremony/index.ts'
import type { BundleTools } from '../../bundle/index.ts'
import { orTakeBack } from '../../files/index.ts'
import type { Described, Gate } from '../../people/index.ts'
import { ADMINISTRATOR, type Closing, type Outcome, replacedFacts } from '../index.ts'
import { type CeremonyState, foundedState, recordSteps } from './ceremony-stage.ts'
import type { CeremonyCourse, StageAt } from './course.ts'
import { type PlacesOrder, type PreparedPlaces, preparePlaces } from './kept-places.ts'

export interface ConclusionTools extends BundleTools {
  /** Whether everyone present has signed. @throws APPROVAL_* */
  readonly authorize: Gate
}

/** The end of a proved ceremony: its record is written, everyone present signs it, and it closes. */
export class Conclusion {
  readonly #course: CeremonyCourse
  readonly #tools: ConclusionTools

  constructor(course: CeremonyCourse, tools: ConclusionTools) {
    this.#course = course
    this.#tools = tools
  }

  /** Writes the record that everyone present signs. In a ceremony with people, before `close`. */
  conclude(): CeremonyState {
    reopenRecord(this.#course)
    const stage = this.#course.require('proved')
    const outcome = stage.ceremony.conclude()
    const concluded = { outcome, hash: recordHash(outcome.record), leave: null }
    return this.#course.enter({ ...stage, concluded })
  }

  /** What everyone present is asked to sign. @throws CEREMONY_ORDER before `conclude` */
  deed(): Described {
    const { concluded, agreed } = this.#course.require('proved')
    if (concluded === null) throw refuse('CEREMONY_ORDER', { phase: 'proved', need: ['concluded'] })
    const deed = { action: 'ceremony.close', terms: { record: concluded.hash } } as const
    return { deed, name: agreed.plan.title }
  }

  /** Keeps the bundle in every folder and brings what was made into force. → closed */
  close(order: PlacesOrder, approval: string | null): Promise<CeremonyState> {
    const course = this.#course
    const stage = course.require('proved')
    return course.alone(async () => {
      const { outcome, closing } = await this.#signed(stage, approval)
      const prepared = await preparePlaces(order, outcome, this.#tools)
      await orTakeBack(prepared.discard, async () => {
        course.requireStill(stage)
        try {
          stage.ceremony.close(closing)
        } catch (error) {
          if (isTooOld(error)) letLeaveGo(stage)
          throw error
        }
      })
      return this.#publish(stage, outcome, prepared)
    })
  }

  /** From here on it is closed, whatever happens to the last files. */
  async #publish(
    stage: StageAt<'proved'>,
    outcome: Outcome,
    prepared: PreparedPlaces,
  ): Promise<CeremonyState> {
    const course = this.#course
    const { proof, agreed, oldKit } = stage
    const record = recordSteps(outcome.record.steps)
    const facts = {
      ...{ ...foundedState(stage), proof, record },
      ...{ sameDrive: prepared.sameDrive, bundle: prepared.bundle },
      ...(oldKit && { replaced: replacedFacts(oldKit, stage.ceremony.keptPassphrase) }),
    }
    course.enter({ step: 'ended', state: { step: 'closed', ...facts, places: [] } })
    stage.concluded?.leave?.close()
    stage.letGo()
    const { places, failure } = await prepared.publish()
    if (agreed.vault === null && places.every(place => place.kit === null)) {
      // Neither vault nor kit tells of it: it is as if it had never closed.
      const shown = stage.turns.seen
      const ended = { step: 'void', agreed, cause: 'failed', shown, leftBehind: [] } as const
      course.enter({ step: 'ended', state: { ...ended, leftBehind: [] } })
      throw failure
    }
    return course.enter({ step: 'ended', state: { step: 'closed', ...facts, places } })
  }

  /**
   * The record as it is kept: with people, the one that everyone present has signed. Once they have, a
   * refusal of a folder does not ask them again.
   */
  async #signed(
    stage: StageAt<'proved'>,
    approval: string | null,
  ): Promise<{ readonly outcome: Outcome; readonly closing: Closing | null }> {
    if (stage.gathering === null) return { outcome: stage.ceremony.conclude(), closing: null }
    const { concluded } = stage
    const { deed } = this.deed()
    if (concluded === null) throw new Error('deed saw to it')
    if (concluded.leave === null) {
      const { authorize } = this.#tools
      if (stage.vault === null) throw new Error('people are in a vault')
      const leave = await stage.vault.use('write', vault =>
        authorize(vault, deed, approval, ADMINISTRATOR),
      )
      concluded.leave = leave
      if (this.#course.stage !== stage) leave.close()
      this.#course.requireStill(stage)
    }
    const { actor } = concluded.leave
    const signatures = typeof actor === 'string' ? null : (actor.agreed ?? null)
    const { kit, record } = concluded.outcome
    const closing = { record: concluded.hash, actor }
    return { outcome: { kit, record: { ...record, signatures } }, closing }
  }
}

/** Everyone present signs once more: what they signed is too old to be recorded. */
function letLeaveGo({ concluded }: StageAt<'proved'>): void {
  concluded?.leave?.close()
  if (concluded !== null) concluded.leave = null
}

const isTooOld = (error: unknown): boolean =>
  error instanceof KeyclaveError && error.code === 'APPROVAL_UNKNOWN'

/** What was signed is not the whole account any more. Nothing before a record was written. */
export function reopenRecord(course: CeremonyCourse): void {
  const { stage } = course
  if (stage.step !== 'proved') return
  stage.concluded?.leave?.close()
  course.enter({ ...stage, concluded: null })
}
