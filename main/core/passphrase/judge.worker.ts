import { Buffer } from 'node:buffer'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english, translations } from '@zxcvbn-ts/language-en'
import { refuse } from '../../../shared/errors.ts'
import { secretNamed, serveOnce } from '../bytes/index.ts'
import { normalizePassphrase } from './text.ts'

interface Input {
  readonly minimum: number
  /** In bytes of UTF-8. */
  readonly maximum: number
  readonly score: number
}

/** Said when zxcvbn gives no reason, as it does from score 3 on. */
const NO_REASON = 'Add another uncommon word.'
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.values(translations.warnings),
  ...Object.values(translations.suggestions),
])

/** Sentences that stand in zxcvbn's own table: no other text, so never one that quotes what was typed. */
function reason(warning: string | null, suggestions: readonly string[]): string {
  const known = [warning ?? '', ...suggestions].filter(sentence => KNOWN.has(sentence))
  return known.length > 0 ? known.join(' ') : NO_REASON
}

serveOnce(async ({ minimum, maximum, score }: Input, secrets) => {
  const text = normalizePassphrase(secretNamed(secrets, 'passphrase'))
  // A later Unicode may normalise such a character differently: the passphrase would open nothing.
  if (/\p{Cn}/u.test(text)) {
    throw refuse('PASSPHRASE_ENCODING', { problem: 'holds a character that Unicode does not know' })
  }
  const length = [...text].length
  if (length < minimum) throw refuse('PASSPHRASE_SHORT', { have: length, need: minimum })
  const bytes = Buffer.byteLength(text)
  if (bytes > maximum) throw refuse('PASSPHRASE_LONG', { have: bytes, limit: maximum })
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common, ...english },
    graphs: adjacencyGraphs,
    translations,
  })
  const verdict = zxcvbn.check(text)
  if (verdict.score < score) {
    const why = reason(verdict.feedback.warning, verdict.feedback.suggestions)
    throw refuse('PASSPHRASE_WEAK', { score: verdict.score, need: score, why })
  }
  return { output: null }
})
