/** What is said of a document that another program has written anew, and that is whole. */
export const REFORMATTED =
  'Another program has reformatted this file (line breaks, spaces or order). What it says is unchanged.'
