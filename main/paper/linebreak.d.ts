declare module 'linebreak' {
  /** Places where a line may end (UAX #14); the last is the end of the text. */
  class LineBreaker {
    constructor(text: string)
    nextBreak(): { readonly position: number; readonly required: boolean } | null
  }
  export = LineBreaker
}
