import type { LeftBehind, LeftKind } from '../../../codes/index.ts'
import { listOf } from './listing.ts'

/** How many are named; a folder has what it has. */
const NAMED = 12

const PARTS: { readonly [kind in LeftKind]: (paths: string, several: boolean) => string } = {
  decrypted: paths =>
    `Files that were decrypted could not be removed again: they lie in ${paths}. As soon as that drive can be written to, restore to it again: Keyclave finds the folder and offers to remove it. Or remove it by hand, and keep the drive safe until then.`,
  secret: paths =>
    `What was written could not be removed again, and it is secret: it lies in ${paths}. Remove it as soon as that drive can be written to, and keep the drive safe until then.`,
  shares: (paths, several) =>
    `Share files that were written could not be removed again: ${paths}. ${several ? 'They are' : 'It is'} void, since the ceremony did not come about, and open${several ? '' : 's'} nothing. Remove ${several ? 'them' : 'it'} as soon as that drive can be written to.`,
  unfinished: paths =>
    `An unfinished file could not be removed again: it lies in ${paths} and is of no use. Remove it when that drive can be written to.`,
}

/** `… could not be removed again: "/media/a/part"`; as many sentences as there are kinds. */
export function sayLeftBehind(left: readonly LeftBehind[]): string {
  const kinds = [...new Set(left.map(({ kind }) => kind))]
  return kinds
    .map(kind => {
      const paths = left.filter(one => one.kind === kind).map(({ path }) => `"${path}"`)
      const more = paths.length - NAMED
      const said = more > 0 ? [...paths.slice(0, NAMED), `${more} more`] : paths
      return PARTS[kind](listOf(said), paths.length > 1)
    })
    .join(' ')
}
