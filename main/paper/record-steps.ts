import { sayStep, type Told } from '../../shared/messages/index.ts'
import { OVERRIDE } from '../../shared/record-steps.ts'
import { formatFingerprint } from '../core/kit/index.ts'
import { type JsonObject, objectOf, roleName, textOf } from './record-json.ts'
import { words } from './words.ts'

/**
 * The steps of a ceremony in plain words.
 *
 * What this program does not know of a step is printed all the same, under the name that it has in the
 * record.
 */

/** One step for a reader. */
export function tell(step: JsonObject): Told {
  const { time: _, step: name, facts, by: __, ...rest } = step
  const told = sayStep(words, String(name), objectOf(facts), readOut)
  const more = textOf(rest)
  return more === '' ? told : { ...told, details: `${told.details} ${more}`.trim() }
}

/** A kit's fingerprint as it stands on the cards; other hashes in groups. */
const readOut = (value: string | number, fact: string): string =>
  fact === 'fingerprint' ? formatFingerprint(String(value)) : textOf(value)

/** Who did or saw it: name, role and initials; empty where nobody was named. */
export function whoOf(step: JsonObject): string {
  const { name, role, initials } = objectOf(step.by)
  return name === undefined ? '' : `${textOf(name)}, ${roleName(role)} (${textOf(initials)})`
}

/** What went otherwise than the rule says: what, why, and who accepted it. */
export interface Exceptional {
  readonly time: string
  readonly what: string
  readonly reason: string
  readonly accepted: string
}

/** Noted exceptions, and checks of the room that did not pass. */
export function exceptionsIn(steps: readonly JsonObject[]): readonly Exceptional[] {
  return steps.flatMap(step => {
    const facts = objectOf(step.facts)
    const time = textOf(step.time)
    if (step.step === 'exception') {
      const accepted = textOf(facts['accepted by'])
      return [{ time, what: textOf(facts.what), reason: textOf(facts.reason), accepted }]
    }
    if (facts[OVERRIDE] === undefined) return []
    const what = `room check: ${textOf(facts.check)}, ${textOf(facts.result)}: ${textOf(facts.evidence)}`
    return [{ time, what, reason: textOf(facts[OVERRIDE]), accepted: whoOf(step) }]
  })
}
