/** One changed line, known by what it says and by the name of its file in 0.1.0, since files move and lines stay. */
export interface Mutant {
  readonly file: string
  readonly line: string
  /** How many equal lines come before it in its file. */
  readonly occurrence: number
  readonly replacement: string
  /** What sort of mistake it is. */
  readonly kind: string
}
