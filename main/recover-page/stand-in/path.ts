/** In the place of `node:path`, of which the tar headers use these to write; nothing is written here. */
const absent = (): never => {
  throw new Error('no archive is made in this page')
}

export const posix = { parse: absent, join: absent }
export const basename = absent
