import type { Json } from '../../shared/json.ts'
import { PAIR_NAMES, type PairAlgorithm } from '../../shared/key-pairs.ts'
import { englishNameOf } from '../../shared/messages/paper/index.ts'
import { isKdfProfile } from '../../shared/share.ts'
import { hashWords } from '../core/text/index.ts'
import { type JsonObject, listOf, objectOf, textOf } from './record-json.ts'
import { words } from './words.ts'

/** The plan of a ceremony, as its record prints it: part by part, with the hash that was read aloud. */

/** Longer lists would not fit on a page; the custodians have a section of their own. */
const LONGEST_LIST = 1200

function namesOf(list: Json | undefined, elsewhere: string): string {
  const names = listOf(list).map(textOf)
  const text = names.join(', ')
  return text.length <= LONGEST_LIST ? text : `${names.length}, listed ${elsewhere}`
}

const keyOf = ({ label, bits, pair, purpose, expires }: JsonObject): string =>
  `${textOf(label)}: ${pair === undefined ? `AES-${textOf(bits)}` : pairInWords(pair)}, ${textOf(purpose)}${expires === undefined ? '' : `, until ${textOf(expires)}`}`

/** A kind that a later program wrote is named as it is. */
export const pairInWords = (pair: Json): string =>
  `${PAIR_NAMES[textOf(pair) as PairAlgorithm] ?? textOf(pair)} key pair`

/** Parts and what was agreed; those that the plan does not have are left out. */
export function planRows(fields: JsonObject): readonly (readonly [string, string])[] {
  const plan = objectOf(fields.plan)
  const quorum = objectOf(plan.quorum)
  const people = objectOf(plan.people)
  const { identity, kdf } = quorum
  const pictures = objectOf(plan.options).pictures
  const imports = listOf(plan.imports).map(objectOf)
  const rows: readonly (readonly [string, string])[] = [
    ['Policy', policyOf(fields)],
    ['Whom to call', plan.contact === undefined ? '' : textOf(plan.contact)],
    ['Administrators', namesOf(people.administrators, 'below')],
    ['Witnesses', namesOf(people.witnesses, 'below')],
    ['Recovery officers', namesOf(people.recoveryOfficers, 'below')],
    ['Custodians', namesOf(quorum.custodians, 'below')],
    ...listOf(plan.keys).map((key): [string, string] => ['Key', keyOf(objectOf(key))]),
    ...imports.map((secret): [string, string] => [
      'Imported secret',
      `${textOf(secret.label)}: ${textOf(secret.purpose)}`,
    ]),
    ['Identity', identity === undefined ? '' : `${textOf(identity)}; ${kdfInWords(kdf)}`],
    ...listOf(plan.sealedTo)
      .map(objectOf)
      .map(({ custodian, to, fingerprint }): [string, string] => [
        'Absent, by sealed share',
        `${textOf(custodian)}: to the key ${textOf(fingerprint)} (${textOf(to)})`,
      ]),
    ['Replaces', plan.replaces === undefined ? '' : `quorum ${textOf(plan.replaces)}`],
    ['Cards also in', listOf(plan.languages).map(textOf).map(englishNameOf).join(', ')],
    ['Left out, not taken over', namesOf(plan.leaveOut, 'in the record’s file')],
    [
      'Reading back',
      pictures === true
        ? 'A picture or the PDF of a card may stand for the card.'
        : 'By words or camera, from paper; no picture stands for a card.',
    ],
    ['Plan hash', textOf(fields.planHash)],
    ['Its words, as read aloud', wordsOfHash(fields.planHash)],
  ]
  return rows.filter(([, text]) => text !== '')
}

/** Who can open the quorum: the first records say it in a sentence of their own. */
function policyOf({ policy, plan }: JsonObject): string {
  if (typeof policy === 'string') return policy
  const { threshold, custodians } = objectOf(objectOf(plan).quorum)
  const opens = { threshold: Number(threshold), count: listOf(custodians).length }
  return words.policy.quorum(opens)
}

const wordsOfHash = (hash: Json | undefined): string =>
  typeof hash === 'string' ? hashWords(hash).join(' ') : ''

/** A profile that a later program wrote is named and not described. */
const kdfInWords = (kdf: Json | undefined): string =>
  typeof kdf === 'number' && isKdfProfile(kdf)
    ? words.policy.kdf[kdf]
    : `KDF profile ${textOf(kdf)}`
