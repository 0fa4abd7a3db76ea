/** What a person is asked to choose. */
export type Wanted =
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  /** Something to be made: a file or a folder that does not exist yet. */
  | { readonly kind: 'new-file' | 'new-folder'; readonly name: string }
  /** Any number of files and folders. */
  | { readonly kind: 'many' }

export const isNew = (
  wanted: Wanted,
): wanted is Extract<Wanted, { readonly kind: 'new-file' | 'new-folder' }> =>
  wanted.kind === 'new-file' || wanted.kind === 'new-folder'
