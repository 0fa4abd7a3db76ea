import path from 'node:path'

export const PROJECT = path.resolve(import.meta.dirname, '../..')

/** Where the built app lies, as `npm start` makes it. */
export const BUILT_APP = path.join(PROJECT, 'dist/app')

/** The built window in it. */
export const BUILT_WINDOW = path.join(BUILT_APP, 'renderer')
