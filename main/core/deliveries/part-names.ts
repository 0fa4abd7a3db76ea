/** What the parts of a package are called where several keys go together. */

/** How many keys go in one package. */
export const MOST_TOGETHER = 1000

/** Of a label, in a name: no file system and no shell reads these otherwise. */
const LONGEST_LABEL = 100

/**
 * A number, so that no two are the same, then what a person knows the key by: `0007-video-root-v2`.
 *
 * @returns in the order of the keys
 */
export const partNames = (
  keys: readonly { readonly label: string; readonly version: number }[],
): readonly string[] =>
  keys.map(({ label, version }, i) => {
    const number = String(i + 1).padStart(4, '0')
    const known = label.replaceAll(/[^A-Za-z0-9_.]+/g, '-').slice(0, LONGEST_LABEL)
    return `${number}-${known}-v${version}`
  })
