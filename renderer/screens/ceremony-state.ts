/** How a ceremony stands, as a tag says it. */
export const CEREMONY_STATES = {
  open: { kind: 'waiting', text: 'going on' },
  closed: { kind: 'good', text: 'closed' },
  void: { kind: 'bad', text: 'void' },
} as const

/** Why it is void, by the code in the log. */
export const VOID_REASONS: { readonly [reason: string]: string | undefined } = {
  cancelled: 'given up',
  failed: 'a step failed',
  interrupted: 'interrupted by a crash or a closed window',
}
