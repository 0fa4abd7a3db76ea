import type { Room } from '../../room/index.ts'
import type { CeremonyState } from './ceremony-stage.ts'
import type { CeremonyCourse } from './course.ts'
import { answersOf, type Override } from './room-answers.ts'

/** What comes before the quorum is made: the room is checked, and dice may be rolled. */
export class Preparation {
  readonly #course: CeremonyCourse
  readonly #room: Room

  constructor(course: CeremonyCourse, room: Room) {
    this.#course = course
    this.#room = room
  }

  async checkRoom(): Promise<CeremonyState> {
    const stage = this.#course.require('room')
    const { agreed, lastEntry } = stage
    const checks = await this.#room.check({ vault: agreed.vault, lastEntry })
    this.#course.requireStill(stage)
    return this.#course.enter({ ...stage, checks })
  }

  /** → entropy */
  acceptRoom(overrides: readonly Override[]): CeremonyState {
    const stage = this.#course.require('room')
    for (const facts of answersOf(stage.checks, overrides)) {
      stage.ceremony.witness('room checked', facts)
    }
    return this.#course.enter({ ...stage, step: 'entropy' })
  }

  addRolls(rolls: Uint8Array): CeremonyState {
    this.#course.require('entropy').dice.add(rolls)
    return this.#course.state
  }

  clearRolls(): CeremonyState {
    this.#course.require('entropy').dice.clear()
    return this.#course.state
  }

  /** → passphrase */
  acceptEntropy(): CeremonyState {
    const stage = this.#course.require('entropy')
    return this.#course.enter({ ...stage, step: 'passphrase' })
  }

  /** entropy → room, passphrase → entropy */
  back(): CeremonyState {
    const stage = this.#course.require('entropy', 'passphrase')
    return stage.step === 'entropy'
      ? this.#course.enter({ ...stage, step: 'room' })
      : this.#course.enter({ ...stage, step: 'entropy' })
  }
}
