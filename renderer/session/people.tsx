import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Output } from '../../shared/contract.ts'
import type { KeyclaveError } from '../../shared/errors.ts'
import type { Profile, Role } from '../../shared/roles.ts'
import { useClient } from '../boundary/client.tsx'
import { asProblem } from '../boundary/problem.ts'
import { useUncovered } from './cover.tsx'
import { useDesk } from './session.tsx'

export type People = Output<'people.list'>
export type Person = People['people'][number]

/** The people of the open vault. Many screens ask who they are, so they are asked for once. */
export interface PeopleHere {
  /** Null while there is no vault, and until it has answered. */
  readonly people: People | null
  /** Null in a vault without people: there, nobody signs. */
  readonly profile: Profile | null
  readonly problem: KeyclaveError | null
  /** Takes what a call answered with. */
  readonly follow: (people: People) => void
  /** After somebody signed, came or left: their tries and their presence have changed. */
  readonly reread: () => Promise<void>
}

const PeopleContext = createContext<PeopleHere | null>(null)

type Known =
  | { readonly vault: string; readonly people: People; readonly problem: null }
  | { readonly vault: string; readonly people: null; readonly problem: KeyclaveError }

export function PeopleProvider({ children }: { children: ReactNode }) {
  const client = useClient()
  const vault = useDesk().session.vault?.path ?? null
  const [known, setKnown] = useState<Known | null>(null)
  const open = useRef(vault)
  useEffect(() => {
    open.current = vault
  })

  const reread = useCallback(async () => {
    if (vault === null) return
    const answer = await client.call('people.list', {}).then(
      people => ({ vault, people, problem: null }),
      error => ({ vault, people: null, problem: asProblem(error) }),
    )
    if (open.current === vault) setKnown(answer)
  }, [client, vault])
  useEffect(() => void reread(), [reread])
  useUncovered(reread)

  const here = useMemo<PeopleHere>(() => {
    const mine = known?.vault === vault ? known : null
    return {
      people: mine?.people ?? null,
      profile: mine?.people?.profile ?? null,
      problem: mine?.problem ?? null,
      follow: people => vault !== null && setKnown({ vault, people, problem: null }),
      reread,
    }
  }, [known, vault, reread])
  return <PeopleContext value={here}>{children}</PeopleContext>
}

export function usePeople(): PeopleHere {
  const here = use(PeopleContext)
  if (here === null) throw new Error('usePeople: no PeopleProvider above')
  return here
}

/** Everybody in force who has a role. */
export const inRole = (people: People | null, role: Role): readonly Person[] =>
  activePeople(people).filter(({ roles }) => roles.includes(role))

export const activePeople = (people: People | null): readonly Person[] =>
  people?.people.filter(({ state }) => state === 'active') ?? []
