import type { Input as CallInput } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import type { CeremonyStep } from '../../../core/ceremony/index.ts'
import type { Change } from '../../people/index.ts'
import type { Begun, CeremonyState } from './ceremony-stage.ts'
import { reopenRecord } from './closing.ts'
import type { CeremonyCourse } from './course.ts'

type Evidence = CallInput<'ceremony.evidence'>
type Exception = CallInput<'ceremony.exception'>

/**
 * What people add to the account of the ceremony, at any stage of it: who came and left, what somebody
 * saw, what went otherwise than planned. A record that was not closed yet is written anew.
 */
export class Account {
  readonly #course: CeremonyCourse
  readonly #now: () => Date

  constructor(course: CeremonyCourse, now: () => Date) {
    this.#course = course
    this.#now = now
  }

  /** Somebody came into the room or left it. */
  attend(change: Change): void {
    const { stage } = this.#course
    if (!('ceremony' in stage) || stage.gathering === null) return
    const { id, name } = change.person
    const leaving = stage.gathering.inRoom(id)
    stage.gathering.attend(change, this.#now())
    const by = leaving ?? stage.gathering.inRoom(id)
    stage.ceremony.witness(`person ${change.kind}`, { person: name }, by)
    reopenRecord(this.#course)
  }

  /** Notes what somebody saw: a bag's number, a printer, the hash of the program. */
  noteEvidence({ kind, value, index, person }: Evidence): CeremonyState {
    if (kind === 'bag' && index !== null) return this.#noteBag(index, value, person)
    return this.witness('evidence', { kind, value, ...(index !== null && { index }) }, person)
  }

  /** Notes that something went otherwise than planned, why, and who accepted it. */
  noteException({ what, reason, accepted }: Exception): CeremonyState {
    const { gathering } = this.#course.requireRunning()
    const names = accepted.map(id => gathering?.attribution(id).name ?? '')
    if (gathering !== null && names.length === 0)
      throw refuse('ABSENT', { names: [], roles: ['witness'] })
    const facts = { what, reason, 'accepted by': names.join(', ') }
    return this.witness('exception', facts, accepted[0] ?? null)
  }

  /** @param person who saw it, of those in the room; null: nobody is named */
  witness(step: string, facts: CeremonyStep['facts'], person: string | null): CeremonyState {
    const begun = this.#course.requireRunning()
    begun.ceremony.witness(step, facts, attributionOf(begun, person))
    reopenRecord(this.#course)
    return this.#course.state
  }

  /** The share register gets it, too. */
  #noteBag(index: number, bag: string, person: string | null): CeremonyState {
    const begun = this.#course.requireRunning()
    begun.ceremony.noteBag(index, bag, attributionOf(begun, person))
    reopenRecord(this.#course)
    return this.#course.state
  }
}

const attributionOf = ({ gathering }: Begun, person: string | null): CeremonyStep['by'] =>
  person === null ? undefined : gathering?.attribution(person)
