import path from 'node:path'

const project = path.resolve(import.meta.dirname, '../..')

/** Where the built window lies, as `npm start` makes it. */
export const BUILT_WINDOW = path.join(project, 'dist/app/renderer')
