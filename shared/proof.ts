/** Up to this many sets of `m` shares all are tried in a proof; of more, this many are sampled. */
export const SUBSET_LIMIT = 1000
