import { Buffer } from 'node:buffer'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english, translations } from '@zxcvbn-ts/language-en'
import type { Hint, Weakness } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { untypeableIn } from '../../../shared/typed-again.ts'
import { secretNamed, serveOnce } from '../bytes/index.ts'
import { normalizePassphrase } from './text.ts'

interface Rule {
  readonly minimum: number
  /** In bytes of UTF-8. */
  readonly maximum: number
  readonly score: number
}

interface Input extends Rule {
  /** Whose each is, in their order; null: a refusal names nobody. */
  readonly owners: readonly (string | null)[]
}

/** zxcvbn's own names of its reasons, in place of its sentences. */
const namesOf = <Texts extends object>(texts: Texts): Texts =>
  Object.fromEntries(Object.keys(texts).map(name => [name, name])) as Texts
const REASONS = {
  ...translations,
  warnings: namesOf(translations.warnings),
  suggestions: namesOf(translations.suggestions),
}

/** Names that stand in zxcvbn's own table: no other text, so never one that quotes what was typed. */
const isWeakness = (name: string | null): name is Weakness =>
  name !== null && Object.hasOwn(REASONS.warnings, name)
const isHint = (name: string): name is Hint => Object.hasOwn(REASONS.suggestions, name)

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  translations: REASONS,
})

serveOnce(async ({ owners, ...rule }: Input, secrets) => {
  for (const [i, owner] of owners.entries()) {
    try {
      judge(normalizePassphrase(secretNamed(secrets, `${i}`)), rule)
    } catch (error) {
      throw error instanceof KeyclaveError && owner !== null ? error.about(owner) : error
    }
  }
  return { output: null }
})

function judge(text: string, { minimum, maximum, score }: Rule): void {
  // A later Unicode may normalise such a character differently: the passphrase would open nothing.
  if (/\p{Cn}/u.test(text)) {
    throw refuse('PASSPHRASE_ENCODING', { problem: 'unassigned-character' })
  }
  const problems = untypeableIn(text)
  if (problems.length > 0) throw refuse('PASSPHRASE_UNTYPEABLE', { problems })
  const length = [...text].length
  if (length < minimum) throw refuse('PASSPHRASE_SHORT', { have: length, need: minimum })
  const bytes = Buffer.byteLength(text)
  if (bytes > maximum) throw refuse('PASSPHRASE_LONG', { have: bytes, limit: maximum })
  const verdict = zxcvbn.check(text)
  if (verdict.score < score) {
    const { warning, suggestions } = verdict.feedback
    throw refuse('PASSPHRASE_WEAK', {
      ...{ score: verdict.score, need: score },
      weakness: isWeakness(warning) ? warning : null,
      hints: suggestions.filter(isHint),
    })
  }
}
