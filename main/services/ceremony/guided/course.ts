import { refuse } from '../../../../shared/errors.ts'
import { type Begun, type CeremonyState, type Stage, stateOf } from './ceremony-stage.ts'

export type StageName = Stage['step']
export type StageAt<Name extends StageName> = Extract<Stage, { readonly step: Name }>

/** The course of the ceremony in the window: the stage it is at, and the way to the next. One at a time. */
export class Course {
  #stage: Stage = { step: 'none' }
  /** Keeps a second begin or close from starting beside the first. */
  #busy = false

  get stage(): Stage {
    return this.#stage
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

  enter(stage: Stage): CeremonyState {
    this.#stage = stage
    return this.state
  }

  /** The stage it is at, if it is one of these. @throws CEREMONY_NONE, CEREMONY_ORDER */
  require<Name extends StageName>(...names: readonly Name[]): StageAt<Name> {
    const stage = this.#stage
    if (names.some(name => name === stage.step)) return stage as StageAt<Name>
    if (stage.step === 'none') throw refuse('CEREMONY_NONE', {})
    throw refuse('CEREMONY_ORDER', { phase: stage.step, need: names.join(' or ') })
  }

  /** Whichever stage it is at, between beginning and end. @throws CEREMONY_NONE */
  requireRunning(): Begun & Stage {
    const stage = this.#stage
    if (!('ceremony' in stage)) throw refuse('CEREMONY_NONE', {})
    return stage
  }

  /** After waiting: somebody may have aborted meanwhile. @throws CANCELLED */
  requireStill(stage: Stage): void {
    if (this.#stage !== stage) throw refuse('CANCELLED', {})
  }

  /** @throws TASK_RUNNING while another such step is at work */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#busy) throw refuse('TASK_RUNNING', { task: 'step of the ceremony' })
    this.#busy = true
    try {
      return await work()
    } finally {
      this.#busy = false
    }
  }
}
