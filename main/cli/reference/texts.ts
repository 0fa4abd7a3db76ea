/** What help and the manual page say of every command. */

export const SECRETS_HELP =
  'Secrets come from files, from standard input ("-") or are typed unseen at the terminal, never from arguments.'
export const REFUSAL_HELP = 'A refusal is one line on standard error, error[CODE]: sentence.'
/** What each exit code means (ARCHITECTURE: Errors). */
export const EXITS: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'done'],
  [1, 'usage'],
  [2, 'invalid input'],
  [3, 'quorum not met'],
  [4, 'wrong passphrase'],
  [5, 'damaged or tampered data'],
  [6, 'input/output'],
]
export const VARIABLES: readonly (readonly [name: string, meaning: string])[] = [
  ['KEYCLAVE_VAULT', 'the vault of every command that takes one and is given no --vault'],
  ['KEYCLAVE_KIT', 'the recovery kit of every command that takes one and is given none'],
]
