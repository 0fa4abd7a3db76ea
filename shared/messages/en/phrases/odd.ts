import type { OddKind } from '../../../codes/index.ts'

/** What a backup cannot hold is called, and what is the matter with it. */
const ODD: { readonly [kind in OddKind]: readonly [one: string, several: string] } = {
  special: ['socket, pipe or device', 'sockets, pipes or devices'],
  links: [
    'symbolic link that leads out of the backup, or that it cannot hold',
    'symbolic links that lead out of the backup, or that it cannot hold',
  ],
  names: ['name that a backup cannot hold', 'names that a backup cannot hold'],
  unreadable: ['file or folder that you may not read', 'files or folders that you may not read'],
}

/** `3 sockets, pipes or devices` */
export const odd = (kind: OddKind, count: number): string =>
  `${count} ${ODD[kind][count === 1 ? 0 : 1]}`

const isKind = (what: string): what is OddKind => Object.hasOwn(ODD, what)

/** `3 sockets, pipes or devices; 12 Mail/**\/*.tmp` */
export const sayLeftOut = (
  leftOut: readonly { readonly what: string; readonly count: number }[],
): string =>
  leftOut
    .map(({ what, count }) => (isKind(what) ? odd(what, count) : `${count} ${what}`))
    .join('; ')
