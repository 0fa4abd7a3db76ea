import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
import { useDesk } from './session.tsx'

/** What people typed and did not save, by the name of its form. Holds no secret, and lives as long as the window. */
type Drafts = Map<string, unknown>

const DraftsContext = createContext<Drafts | null>(null)

/** Keeps what is typed on the screens below it while other screens are shown. */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const [drafts] = useState<Drafts>(() => new Map())
  return <DraftsContext value={drafts}>{children}</DraftsContext>
}

/**
 * As `useState`, for what a person types into a form: whoever leaves the screen and comes back finds it
 * again. It belongs to the vault that is open. Never for a secret: no share word, no passphrase, no PIN.
 *
 * @param form its name and, where there are several, of what it is about
 * @returns what stands there, what changes it, and what forgets it once it was saved
 */
export function useDraft<Value>(
  form: string,
  initial: Value | (() => Value),
): readonly [Value, (next: Value | ((before: Value) => Value)) => void, () => void] {
  const drafts = use(DraftsContext)
  const name = `${useDesk().session.vault?.path ?? ''} ${form}`
  if (drafts === null) throw new Error('useDraft: no DraftsProvider above')
  const [empty] = useState(initial)
  const [value, setValue] = useState<Value>(() =>
    drafts.has(name) ? (drafts.get(name) as Value) : empty,
  )
  useEffect(() => {
    if (value === empty) drafts.delete(name)
    else drafts.set(name, value)
  }, [drafts, name, value, empty])
  const forget = useCallback(() => {
    drafts.delete(name)
    setValue(() => empty)
  }, [drafts, name, empty])
  return [value, setValue, forget]
}
