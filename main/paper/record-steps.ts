import { OVERRIDE } from '../core/ceremony/index.ts'
import { formatFingerprint } from '../core/kit/index.ts'
import { type JsonObject, objectOf, roleName, textOf } from './record-json.ts'

/**
 * The steps of a ceremony in plain words.
 *
 * A step that this program does not know is printed all the same, under the name that it has in the record.
 */

/** What a step was, and what belongs to it. */
interface Told {
  readonly what: string
  readonly details: string
}

const READ_BACK: { readonly [way: string]: string } = {
  words: 'all 40 words typed from the card',
  camera: 'its code held into the camera',
  'share file': 'from its file, not from paper',
  picture: 'from a picture of the card',
  PDF: 'from the card’s PDF, not from paper',
}

const printed = (facts: JsonObject): string =>
  `On ${textOf(facts.printer)} (${textOf(facts.device)}), job ${textOf(facts.job)}; removed from the print system: ${textOf(facts['removed from the print system'])}.`

/** The share's number and whose it is. */
const share = ({ index, custodian }: JsonObject, what: string): string =>
  `Share ${textOf(index)}, of ${textOf(custodian)}, ${what}`

const TELLERS: { readonly [step: string]: (facts: JsonObject) => Told } = {
  opened: () => ({ what: 'Ceremony opened', details: '' }),
  'room checked': facts => ({
    what: `Room checked: ${textOf(facts.check)}`,
    details: `${textOf(facts.result)}: ${textOf(facts.evidence)}${facts[OVERRIDE] === undefined ? '' : ` Goes on because: ${textOf(facts[OVERRIDE])}`}`,
  }),
  randomness: facts => ({
    what: 'Randomness',
    details: `From the ${textOf(facts.sources)}; ${textOf(facts.rolls)} rolls, ${textOf(facts.bits)} bits.`,
  }),
  'passphrase accepted': () => ({
    what: 'Passphrase accepted',
    details: 'It was judged strong enough; nothing of it is recorded.',
  }),
  'passphrase card printed': facts => ({
    what: 'Passphrase card printed',
    details: printed(facts),
  }),
  'old quorum opened': facts => ({
    what: 'Old quorum opened',
    details: `Set ${textOf(facts.setId)}, by the shares ${textOf(facts.shares)}.`,
  }),
  'sealed again': facts => ({
    what: 'Sealed again',
    details: `${textOf(facts.items)} items, from set ${textOf(facts.from)} to set ${textOf(facts.to)}.`,
  }),
  founded: facts => ({
    what: 'Quorum founded',
    details: `Set ${textOf(facts.setId)}; kit fingerprint ${formatFingerprint(String(facts.fingerprint))}.`,
  }),
  'key sealed': facts => ({
    what: 'Key sealed',
    details: `${textOf(facts.label)} (id ${textOf(facts.id)}).`,
  }),
  'share issued': facts => ({ what: share(facts, 'issued'), details: '' }),
  'share shown': facts => ({ what: share(facts, 'shown on the screen'), details: '' }),
  'card saved': facts => ({ what: share(facts, 'saved as a file'), details: '' }),
  'printer confirmed': facts => ({
    what: 'Printer confirmed',
    details: `${textOf(facts.printer)} (${textOf(facts.device)}): somebody followed its cable.`,
  }),
  'card printed': facts => ({ what: share(facts, 'printed'), details: printed(facts) }),
  'print failed': facts => ({
    what: share(facts, 'not printed'),
    details: `On ${textOf(facts.printer)}: ${textOf(facts.problem)}.`,
  }),
  'print judged': facts => ({
    what: share(facts, 'looked at'),
    details: `The printed page: ${textOf(facts.verdict)}.`,
  }),
  'share read back': facts => ({
    what: share(facts, 'read back'),
    details: `${READ_BACK[String(facts.by)] ?? textOf(facts.by)}.`,
  }),
  'recovery proved': facts => ({
    what: 'Recovery proved',
    details: `Over ${textOf(facts.subsets)} of ${textOf(facts.possible)} sets of shares, with the passphrase entered again.`,
  }),
  'person came': facts => ({ what: `${textOf(facts.person)} came`, details: '' }),
  'person left': facts => ({ what: `${textOf(facts.person)} left`, details: '' }),
  evidence: ({ kind, value, index, ...rest }) => ({
    what: kind === 'bag' ? `Bag of share ${textOf(index)}` : `Noted: ${textOf(kind)}`,
    details: [
      textOf(value),
      ...(kind !== 'bag' && index !== undefined ? [`share ${textOf(index)}`] : []),
      ...(Object.keys(rest).length > 0 ? [textOf(rest)] : []),
    ].join('; '),
  }),
  exception: facts => ({
    what: `Exception: ${textOf(facts.what)}`,
    details: `${textOf(facts.reason)}. Accepted by: ${textOf(facts['accepted by'])}.`,
  }),
}

/** One step for a reader. */
export function tell(step: JsonObject): Told {
  const name = String(step.step)
  // A record's own name must not find what every object has.
  const teller = Object.hasOwn(TELLERS, name) ? TELLERS[name] : undefined
  const { time: _, step: __, facts, by: ___, ...rest } = step
  const told = teller?.(objectOf(facts)) ?? { what: name, details: textOf(facts) }
  const more = textOf(rest)
  return more === '' ? told : { ...told, details: `${told.details} ${more}`.trim() }
}

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
