import type { MainInput, Output } from '../../../shared/contract.ts'
import { entersRoom, isDated } from '../../../shared/deeds.ts'
import { wipe } from '../../core/bytes/index.ts'
import { typedSecret } from '../quorum/index.ts'
import type { WindowClock } from '../room/index.ts'
import type { Workspace } from '../vaults/index.ts'
import type { Approval, Approvals } from './approvals.ts'
import { type AskedDeed, type DescribingTools, describeDeed } from './asked-deeds.ts'
import type { Attendance } from './attendance.ts'
import { authorize, type Gate } from './authorize.ts'
import { approvalFacts } from './people-facts.ts'

type ApprovalFacts = Output<'approval.ask'>

export interface ApprovalScreenTools extends DescribingTools {
  readonly workspace: Workspace
  readonly approvals: Approvals
  readonly attendance: Attendance
  readonly clock: Pick<WindowClock, 'require'>
}

/** What people are asked to sign in the window, one after the other. */
export interface ApprovalScreen {
  readonly ask: (asked: AskedDeed) => Promise<ApprovalFacts>
  readonly state: (approval: string) => Promise<ApprovalFacts>
  readonly sign: (signature: MainInput<'approval.sign'>) => Promise<ApprovalFacts>
  readonly withdraw: (approval: string) => void
}

export function createApprovalScreen(tools: ApprovalScreenTools): ApprovalScreen {
  const { workspace, approvals, attendance, clock } = tools
  const open = () => workspace.require()
  return {
    ask: asked =>
      open().use('read', vault => {
        const { deed, name } = describeDeed(vault, asked, tools)
        if (isDated(deed.action)) clock.require(vault)
        return approvalFacts(vault, approvals.ask(vault, deed, name), attendance.list())
      }),

    state: id =>
      open().use('read', vault => approvalFacts(vault, approvals.get(id), attendance.list())),

    sign: ({ approval, person, secret }) =>
      open().use('write', async vault => {
        const typed = typedSecret(secret)
        let signed: Approval
        try {
          signed = await approvals.sign(vault, approval, person, typed)
        } finally {
          wipe(typed)
        }
        const own = signed.signatures.find(({ person: { id } }) => id === person)
        if (own !== undefined && entersRoom(signed.deed.action)) {
          attendance.arrive(vault, own.person, own.signer)
        }
        return approvalFacts(vault, signed, attendance.list())
      }),

    withdraw: id => approvals.withdraw(id),
  }
}

/** `authorize` in the window: with what was signed, with who is in the room, and by which clock. */
export const gateOf =
  (approvals: Approvals, attendance: Attendance, clock: Pick<WindowClock, 'require'>): Gate =>
  (vault, deed, approval, unsigned) => {
    if (isDated(deed.action)) clock.require(vault)
    const present = attendance.list()
    return approvals.use(approval, signed => authorize(vault, deed, signed, { unsigned, present }))
  }
