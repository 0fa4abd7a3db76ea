import path from 'node:path'

/** The folder that the program lies in. This file stands two folders deep, also as a part of dist/cli. */
export const programRoot = path.resolve(import.meta.dirname, '../..')
