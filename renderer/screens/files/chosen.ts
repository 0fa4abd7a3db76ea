import type { Chosen } from '../../../shared/chosen.ts'
import type { Payload } from '../../../shared/contract.ts'

/**
 * The paths of what was chosen in this window, for people to read. What counts is the token; it holds as long as the
 * page, and so does this.
 */
const paths = new Map<Chosen, string>()

type Choices = NonNullable<Payload<'files.chosen'>['chosen']>

/** Remembers where what was chosen lies. @returns its tokens */
export function keepChosen(choices: Choices): readonly Chosen[] {
  for (const { token, path } of choices) paths.set(token, path)
  return choices.map(({ token }) => token)
}

/** The path behind a token, as a person reads it. */
export const pathOf = (token: Chosen): string => paths.get(token) ?? ''
