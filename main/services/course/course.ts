import type { BusyTask } from '../../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'

/** The stage of this name. */
export type StageAt<Stage extends { readonly step: string }, Name extends Stage['step']> = Extract<
  Stage,
  { readonly step: Name }
>

/** What tells one course from another: what it shows, and how it refuses. */
export interface CourseRules<Stage extends { readonly step: string }, State> {
  /** What the window may know of a stage. */
  readonly show: (stage: Stage) => State
  /** Whether something has begun at this stage and has not ended. */
  readonly isRunning: (stage: Stage) => boolean
  /** What is at work, when something else wants to be, in words. */
  readonly task: BusyTask
  /** Refuses what needs it to run. */
  readonly none: () => KeyclaveError
  /** Refuses what belongs to another stage. */
  readonly order: (at: string, need: readonly string[]) => KeyclaveError
}

/**
 * The stage that it is at, and the way to the next. Each stage is an object of its own, so that whoever
 * has waited can see whether it is still the same. The stage `none` is where nothing has begun.
 */
export class Course<Stage extends { readonly step: string }, State> {
  readonly #rules: CourseRules<Stage, State>
  #stage: Stage
  /** What is at work alone: keeps a second one from starting beside it. */
  #work: symbol | null = null

  constructor(first: Stage, rules: CourseRules<Stage, State>) {
    this.#stage = first
    this.#rules = rules
  }

  get stage(): Stage {
    return this.#stage
  }

  get state(): State {
    return this.#rules.show(this.#stage)
  }

  /** Whether one is beginning, or has begun and has not ended. */
  get isRunning(): boolean {
    return this.#work !== null || this.#rules.isRunning(this.#stage)
  }

  enter(stage: Stage): State {
    this.#stage = stage
    return this.state
  }

  /** It ends: what is still at work belongs to nobody, and finds that out by `requireStill`. */
  end(stage: Stage): State {
    this.#work = null
    return this.enter(stage)
  }

  /** The stage it is at, if it is one of these. */
  require<Name extends Stage['step']>(...names: readonly Name[]): StageAt<Stage, Name> {
    const stage = this.#stage
    if (names.some(name => name === stage.step)) return stage as StageAt<Stage, Name>
    if (stage.step === 'none') throw this.#rules.none()
    throw this.#rules.order(stage.step, names)
  }

  /** After waiting: somebody may have ended it meanwhile. @throws CANCELLED */
  requireStill(stage: Stage): void {
    if (this.#stage !== stage) throw refuse('CANCELLED', {})
  }

  /** @throws TASK_RUNNING while something is at work alone */
  requireIdle(): void {
    if (this.#work !== null) throw refuse('TASK_RUNNING', { task: this.#rules.task })
  }

  /** Does what nothing else may be done beside. @throws TASK_RUNNING */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    this.requireIdle()
    const mine = Symbol('work')
    this.#work = mine
    try {
      return await work()
    } finally {
      if (this.#work === mine) this.#work = null
    }
  }
}
