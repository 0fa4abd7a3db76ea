import { taggedHash } from '../bytes/index.ts'
import { canonicalBytes } from '../text/index.ts'

/**
 * What a new sign-in key signs itself, and where it is at hand the key that it replaces: that it is the key of
 * this person in this log. So nobody is given a key that they never held (FORMAT: Sign-in keys).
 *
 * @param of `log` 32, `person` 16, `key` 64 hex digits
 * @returns 64 hex digits
 */
export const possessionHash = (of: {
  readonly log: string
  readonly person: string
  readonly key: string
}): string => taggedHash('keyclave/v1 sign-in key possession', canonicalBytes(of)).toString('hex')
