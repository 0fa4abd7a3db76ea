/** One changed line. Its file is known by name, not by folder, since files move and lines stay. */
export interface Mutant {
  readonly file: string
  readonly line: string
  /** How many equal lines come before it in its file. */
  readonly occurrence: number
  readonly replacement: string
  /** What sort of mistake it is. */
  readonly kind: string
}
