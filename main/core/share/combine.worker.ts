import { combine } from 'shamirs-secret-sharing'
import { SHARE_VALUE_BYTES } from '../../../shared/share.ts'
import { copySecret, secretNamed, serveOnce, wipe } from '../bytes/index.ts'
import { restoreLibraryShare } from './library-share.ts'

/** Combines values, given end to end, with the library; see shamir.ts for the rules. */
serveOnce<{ indexes: readonly number[] }, null>(
  async ({ indexes }, secrets) => {
    const values = secretNamed(secrets, 'values')
    const libraryShares = indexes.map((index, i) => {
      const start = i * SHARE_VALUE_BYTES
      return restoreLibraryShare(index, values.subarray(start, start + SHARE_VALUE_BYTES))
    })
    const value = combine(libraryShares)
    try {
      if (value.length !== SHARE_VALUE_BYTES) throw new Error('library combine: wrong length')
      return { output: null, secrets: { value: copySecret(value) } }
    } finally {
      wipe(value, ...libraryShares)
    }
  },
  { strings: 'blinded' },
)
