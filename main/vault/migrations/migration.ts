/** One step from a vault format to the next. Numbered from 1; never edited after it has landed. */
export interface Migration {
  readonly number: number
  readonly title: string
  readonly sql: string
}
