import type { Wording } from '../../wording/wording.ts'
import { keys } from './keys.ts'
import { day } from './times.ts'

type Answer = Parameters<Wording['status']['answer']>[0]

const PROBLEMS: Wording['status']['problems'] = {
  'other-quorum': 'it is of other quorums, and not of this one',
  'other-quorum-signed': 'another quorum signed it, or this one has no key to sign with',
  'nobody-named': 'this quorum names nobody who could sign it',
  'policy-unknown': 'it is signed by a policy that this Keyclave does not know',
  'signed-otherwise': 'what was signed is another list, or something else',
  'signed-another-time': 'its signatures were asked for at another time than it was issued',
  'not-named': 'somebody signed it whom this quorum does not name',
  'signature-wrong': 'a signature under it is wrong',
  'too-few': 'too few people have signed it',
}

function revoked({ since, entry }: Extract<Answer, { readonly answer: 'revoked' }>): string {
  const why = entry.reason === undefined ? '' : ` (${keys.reasons[entry.reason]})`
  const suspect =
    entry.occurred === undefined
      ? ''
      : ` What it protected is suspect since ${day(entry.occurred)}.`
  return `Revoked: ${keys.states[entry.state]} since ${day(since)}${why}.${suspect}`
}

export const status: Wording['status'] = {
  problems: PROBLEMS,
  answer: answer => {
    switch (answer.answer) {
      case 'good':
        return answer.entry === null
          ? `The list is good until ${day(answer.until)}. It was asked about no key.`
          : `Good until ${day(answer.until)}.`
      case 'suspended':
        return `Not to be used: ${keys.states[answer.entry.state]} since ${day(answer.since)}.`
      case 'revoked':
        return revoked(answer)
      case 'stale':
        return `Stale: the next list was out on ${day(answer.since.slice(0, 10))}. Get it before you rely on anything.`
      case 'unknown':
        return 'Unknown: the list does not have this key, so nothing says that it is good. Ask whoever publishes it.'
      case 'not-signed':
        return `Not signed by enough: ${PROBLEMS[answer.problem]}. It may be forged: ask whoever publishes it.`
      case 'older':
        return `Older than one seen before: this is list ${answer.number}, and list ${answer.seen} was out. Somebody may be holding the newer one back: get it.`
      case 'forked':
        return `Forked: list ${answer.number} and list ${answer.seen}, seen before, are not of one line. Keep both, and ask whoever publishes them.`
    }
  },
}
