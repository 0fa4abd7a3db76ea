/** Exit codes of the command line, by the kind of refusal (ARCHITECTURE: Errors). */
export const EXIT_CODES = {
  done: 0,
  usage: 1,
  invalid: 2,
  quorum: 3,
  passphrase: 4,
  damaged: 5,
  io: 6,
} as const

export type ExitKind = keyof typeof EXIT_CODES
