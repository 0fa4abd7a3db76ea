/** Vite turns an imported style sheet into a file of the window. */
declare module '*.css'

/** The names of a CSS module's classes, made unique for the window. */
declare module '*.module.css' {
  const classes: { readonly [name: string]: string }

  // biome-ignore lint/style/noDefaultExport: this is how Vite exports the names
  export { classes as default }
}

/** A file's bytes inside the script, as a `data:` URL in base64: the window may fetch nothing. */
declare module '*?url&inline' {
  const url: string

  // biome-ignore lint/style/noDefaultExport: this is how Vite exports it
  export { url as default }
}

/** The documents of the help, read when the window is built (main/build/help-documents.ts). */
declare module 'keyclave:help' {
  import type { HelpDocument } from '../shared/help/sections.ts'

  export const documents: readonly HelpDocument[]
}
