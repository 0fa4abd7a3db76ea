import { KeyclaveError, refuse } from '../../../../shared/errors.ts'
import type { Tasks } from '../../tasks/index.ts'
import type { Begun, CeremonyState, Stage } from './ceremony-stage.ts'
import type { CeremonyCourse } from './course.ts'

type Cause = Extract<CeremonyState, { step: 'void' }>['cause']

/** Refusals after which nothing that this machine made may be used. */
const FATAL: ReadonlySet<string> = new Set([
  'RECOVERY_UNPROVED',
  'REISSUE_UNPROVED',
  'SHAMIR_CHECK_FAILED',
])

/** A ceremony ends without effect: what is at work stops, shares are wiped, and the vault records it. */
export class Voiding {
  readonly #course: CeremonyCourse
  readonly #tasks: Tasks

  constructor(course: CeremonyCourse, tasks: Tasks) {
    this.#course = course
    this.#tasks = tasks
  }

  /** → void. Nothing it made counts. @throws CEREMONY_NONE */
  async abort(cause: Cause): Promise<CeremonyState> {
    const stage = this.#course.requireRunning()
    const shown = 'turns' in stage ? stage.turns.seen : []
    this.#voidNow(stage, refuse('CEREMONY_ABORTED', { cause }))
    const ended = { step: 'void', agreed: stage.agreed, cause, shown } as const
    this.#course.enter({ step: 'ended', state: { ...ended, leftBehind: [] } })
    const leftBehind = 'turns' in stage ? await stage.turns.removeCards() : []
    return this.#course.enter({ step: 'ended', state: { ...ended, leftBehind } })
  }

  /** After a refusal: back to the step before, or void if the machine cannot be trusted. */
  async fallBack(stage: Stage, before: Stage, error: unknown): Promise<void> {
    if (this.#course.stage !== stage) return
    this.#course.enter(before)
    if (error instanceof KeyclaveError && FATAL.has(error.code)) await this.abort('failed')
  }

  #voidNow(stage: Begun & Stage, error: KeyclaveError): void {
    if (stage.step === 'founding') stage.cancel.abort()
    if (stage.step === 'old-quorum') {
      stage.old.shares.close()
      stage.old.leave.close()
    }
    if (stage.step === 'proved') stage.concluded?.leave?.close()
    this.#tasks.cancel('proof')
    this.#tasks.cancel('print')
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
}
