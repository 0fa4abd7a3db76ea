/** What a thread of a combination is asked, and what it answers. */
export type CombinationOrder =
  | { readonly kind: 'add'; readonly input: Uint8Array; readonly factors: Uint16Array }
  | { readonly kind: 'sum'; readonly output: number }
  | { readonly kind: 'clear' }

/** The answer to each order, in their order; a sum, or that it is done. */
export type CombinationReply = Uint8Array | null

export interface CombinationData {
  readonly outputs: number
  readonly length: number
}
