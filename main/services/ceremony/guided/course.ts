import { refuse } from '../../../../shared/errors.ts'
import { Course, type StageAt as StageOf } from '../../course/index.ts'
import { type Begun, type CeremonyState, type Stage, stateOf } from './ceremony-stage.ts'

export type StageAt<Name extends Stage['step']> = StageOf<Stage, Name>

/** The course of the ceremony in the window. One at a time. */
export class CeremonyCourse extends Course<Stage, CeremonyState> {
  constructor() {
    super(
      { step: 'none' },
      {
        show: stateOf,
        isRunning: stage => 'ceremony' in stage,
        task: 'ceremony-step',
        none: () => refuse('CEREMONY_NONE', {}),
        order: (phase, need) => refuse('CEREMONY_ORDER', { phase, need }),
      },
    )
  }

  /** Whichever stage it is at, between beginning and end. @throws CEREMONY_NONE */
  requireRunning(): Begun & Stage {
    const { stage } = this
    if (!('ceremony' in stage)) throw refuse('CEREMONY_NONE', {})
    return stage
  }
}
