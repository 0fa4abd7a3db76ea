/**
 * The library in the raw, for the tests that show why core/shamir.ts keeps its rules. It is imported by
 * URL, because its package hides the single files and has no types.
 */
interface RawPolicy {
  readonly shares: number
  readonly threshold: number
  readonly random?: (length: number) => Uint8Array
}

interface RawSplit {
  readonly split: (secret: Uint8Array, policy: RawPolicy) => Uint8Array[]
  readonly horner: (x: number, coefficients: readonly number[]) => number
}

interface RawCombine {
  readonly combine: (shares: readonly Uint8Array[]) => Uint8Array
}

const load = (file: string, instance: string): Promise<unknown> => {
  const library = '../../../node_modules/shamirs-secret-sharing'
  return import(new URL(`${library}/${file}?${instance}`, import.meta.url).href)
}

/** A module instance of its own, with its own scratch array. */
export const rawSplit = async (instance: string): Promise<RawSplit> =>
  (await load('split.js', instance)) as RawSplit

export const rawCombine = async (): Promise<RawCombine> =>
  (await load('combine.js', 'combine')) as RawCombine
