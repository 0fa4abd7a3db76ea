import { useState } from 'react'
import { useDraft } from '../../session/drafts.tsx'
import { type Newcomer, NO_SECRETS } from './person-fields.tsx'

type Secrets = Pick<Newcomer, 'secret' | 'again'>
type Introduced = Omit<Newcomer, keyof Secrets>

/**
 * People who introduce themselves: names, contacts and roles are a draft, PINs and passphrases are not, and
 * go with the screen.
 */
export function useNewcomers(
  form: string,
  first: () => readonly Newcomer[],
): readonly [readonly Newcomer[], (people: readonly Newcomer[]) => void, () => void] {
  const [introduced, setIntroduced, forget] = useDraft<readonly Introduced[]>(form, () =>
    first().map(openly),
  )
  const [secrets, setSecrets] = useState<readonly Secrets[]>([])
  const people = introduced.map((person, i) => ({ ...person, ...(secrets[i] ?? NO_SECRETS) }))
  const change = (next: readonly Newcomer[]): void => {
    setIntroduced(next.map(openly))
    setSecrets(next.map(({ secret, again }) => ({ secret, again })))
  }
  return [people, change, forget]
}

const openly = ({ secret: _, again: __, ...person }: Newcomer): Introduced => person
