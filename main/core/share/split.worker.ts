import { split } from 'shamirs-secret-sharing'
import { SHARE_VALUE_BYTES } from '../../../shared/share.ts'
import { allocSecret, copySecret, secretNamed, serveOnce, wipe } from '../bytes/index.ts'
import { takeValue } from './library-share.ts'

/** Splits one value with the library; see shamir.ts for the rules. Gives back all values, end to end. */
serveOnce<{ threshold: number; count: number }, null>(
  async ({ threshold, count }, secrets) => {
    // The library reads shared memory as empty, so it gets a copy in ordinary memory.
    const value = copySecret(secretNamed(secrets, 'value'))
    const libraryShares = split(value, { shares: count, threshold })
    try {
      if (libraryShares.length !== count) throw new Error('library split: wrong number of shares')
      const values = allocSecret(count * SHARE_VALUE_BYTES)
      libraryShares.forEach((libraryShare, i) => {
        const start = i * SHARE_VALUE_BYTES
        takeValue(libraryShare, i + 1, values.subarray(start, start + SHARE_VALUE_BYTES))
      })
      return { output: null, secrets: { values } }
    } finally {
      wipe(value, ...libraryShares)
    }
  },
  { strings: 'blinded' },
)
