import path from 'node:path'

export const PROJECT = path.resolve(import.meta.dirname, '../..')

/** Where the built app lies, as `npm start` makes it. */
export const BUILT_APP = path.join(PROJECT, 'dist/app')

/** The built window in it. */
export const BUILT_WINDOW = path.join(BUILT_APP, 'renderer')

/** The same for scenes: drawn anew in the page as it stands, where another load would compile all of it again. */
export const SCENES_WINDOW = path.join(PROJECT, 'dist/scenes')
/** What the page of a scene is told, for that. */
export const DRAW_AGAIN = 'keyclave-draw-again'
