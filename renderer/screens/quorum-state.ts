/** How a quorum stands, as a tag says it. */
export const QUORUM_STATES = {
  pending: { kind: 'waiting', text: 'in a ceremony' },
  'in-force': { kind: 'good', text: 'in force' },
  void: { kind: 'bad', text: 'void' },
  replaced: { kind: 'caution', text: 'replaced' },
} as const

type State = keyof typeof QUORUM_STATES

/** What was replaced stands last. */
const ORDER: readonly State[] = ['in-force', 'pending', 'void', 'replaced']

export const inForceFirst = (a: { readonly state: State }, b: { readonly state: State }): number =>
  ORDER.indexOf(a.state) - ORDER.indexOf(b.state)
