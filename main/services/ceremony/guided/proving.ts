import { wipe } from '../../../core/bytes/index.ts'
import { typedSecret } from '../../quorum/index.ts'
import type { Tasks } from '../../tasks/index.ts'
import type { CeremonyState, Stage } from './ceremony-stage.ts'
import type { CeremonyCourse } from './course.ts'
import type { Voiding } from './voiding.ts'

/** Recovery is proved from the cards that were read back and the passphrase, entered anew. */
export class Proving {
  readonly #course: CeremonyCourse
  readonly #voiding: Voiding
  readonly #tasks: Tasks

  constructor(course: CeremonyCourse, voiding: Voiding, tasks: Tasks) {
    this.#course = course
    this.#voiding = voiding
    this.#tasks = tasks
  }

  /** → proving → proved; back to shares when it was refused or cancelled */
  async prove(typed: Uint8Array): Promise<CeremonyState> {
    const course = this.#course
    const before = course.require('shares')
    const passphrase = typedSecret(typed)
    const stage: Stage = { ...before, step: 'proving' }
    course.enter(stage)
    try {
      const { subsets, possible, exhaustive } = await this.#tasks.run('proof', watch =>
        stage.ceremony.prove(passphrase, watch),
      )
      course.requireStill(stage)
      const proof = { subsets, possible, exhaustive }
      return course.enter({ ...stage, step: 'proved', proof, concluded: null })
    } catch (error) {
      await this.#voiding.fallBack(stage, before, error)
      throw error
    } finally {
      wipe(passphrase)
    }
  }
}
