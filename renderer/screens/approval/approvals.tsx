import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import type { Approval, Deed } from './approval.ts'
import { ApprovalDialog } from './approval-dialog.tsx'

/** What goes with a call that may need signatures. */
export type Approved = { readonly approval?: string }

export interface Approvals {
  /**
   * Asks those whom the policy names to sign, one after the other, in a dialog.
   *
   * @returns the approval's id; null when it was given up
   * @throws as approval.ask
   */
  readonly sign: (deed: Deed) => Promise<string | null>
  /** As `sign`, for what a vault without people, and no vault, lets pass unsigned. */
  readonly signIfPeople: (deed: Deed) => Promise<Approved | null>
  /**
   * As `signIfPeople`, unless those who signed need not sign again: after a typing error in a passphrase
   * their leave is kept for a while.
   *
   * @param leaveUntil reads the state that says so
   */
  readonly signUnlessKept: (
    leaveUntil: () => Promise<string | null>,
    deed: Deed,
  ) => Promise<Approved | null>
}

interface Asked {
  readonly deed: Deed
  readonly approval: Approval
  readonly answer: (id: string | null) => void
}

const ApprovalsContext = createContext<Approvals | null>(null)

/** Where nobody can sign, nobody has to. */
const NOBODY_SIGNS: ReadonlySet<string> = new Set(['PEOPLE_NONE', 'VAULT_CLOSED'])

/** The one way to signatures: a screen says what is to be done, and has them or does not. */
export function ApprovalsProvider({ children }: { children: ReactNode }) {
  const client = useClient()
  const [asked, setAsked] = useState<Asked | null>(null)

  const sign = useCallback(
    async (deed: Deed) => {
      const approval = await client.call('approval.ask', { deed })
      return new Promise<string | null>(resolve => {
        const answer = (id: string | null): void => {
          setAsked(null)
          resolve(id)
        }
        setAsked({ deed, approval, answer })
      })
    },
    [client],
  )
  const signIfPeople = useCallback(
    async (deed: Deed) => {
      try {
        const approval = await sign(deed)
        return approval === null ? null : { approval }
      } catch (error) {
        if (NOBODY_SIGNS.has(asProblem(error).code)) return {}
        throw error
      }
    },
    [sign],
  )
  const signUnlessKept = useCallback(
    async (leaveUntil: () => Promise<string | null>, deed: Deed) =>
      (await leaveUntil()) === null ? await signIfPeople(deed) : {},
    [signIfPeople],
  )
  const approvals = useMemo(
    () => ({ sign, signIfPeople, signUnlessKept }),
    [sign, signIfPeople, signUnlessKept],
  )
  return (
    <ApprovalsContext value={approvals}>
      {children}
      {asked !== null && (
        <ApprovalDialog
          key={asked.approval.id}
          deed={asked.deed}
          first={asked.approval}
          onDone={asked.answer}
        />
      )}
    </ApprovalsContext>
  )
}

export function useApprovals(): Approvals {
  const approvals = use(ApprovalsContext)
  if (approvals === null) throw new Error('useApprovals: no ApprovalsProvider above')
  return approvals
}
