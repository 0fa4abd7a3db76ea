import type { Buffer } from 'node:buffer'
import type { MainInput, Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { certificateToBytes } from '../../core/destruction/index.ts'
import type { Vault } from '../../vault/index.ts'
import { absolutePath, writeNewFile } from '../files/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { type AgainJudged, PlannedChanges, type PlannedChangesTools } from '../people/index.ts'
import { type Printing, printAsTask } from '../printing/index.ts'
import type { Tasks } from '../tasks/index.ts'
import { copiesAccounted } from './account.ts'
import { certification, draftCertificate, verifiedIn } from './certify.ts'
import { destructionOf } from './destroy-item.ts'
import { statusIn } from './destructions.ts'
import { itemNamed } from './named-item.ts'

type Step = MainInput<'destruction.plan'>['step']
type Status = Output<'destruction.show'>

/** A step that can be judged again, and what it is about. */
interface Plan extends AgainJudged {
  readonly about: About
}
interface About {
  readonly item: string
  readonly setId: string | null
}

/** Destruction in the window: the same verbs as at the command line, step by step. */
export interface DestructionScreen {
  readonly show: (about: About) => Promise<Status>
  readonly plan: (request: MainInput<'destruction.plan'>) => Promise<Output<'destruction.plan'>>
  readonly carryOut: (draft: string, approval: string | null) => Promise<Status>
  /** Writes the certificate that was signed last. @throws NOT_DESTROYED, FILE_* */
  readonly save: (request: MainInput<'destruction.save'>) => Promise<Output<'destruction.save'>>
  /** Prints its pages. @throws NOT_DESTROYED; as `printAsTask` */
  readonly print: (printer: string, paper: PaperSize) => Promise<Output<'destruction.print'>>
}

export interface DestructionScreenTools extends PlannedChangesTools {
  readonly now: () => Date
  readonly papers: Papers
  readonly printing: Printing
  readonly tasks: Tasks
  readonly software: string
}

export function createDestructionScreen(tools: DestructionScreenTools): DestructionScreen {
  const { workspace, papers, now, software } = tools
  const changes = new PlannedChanges<Plan>(tools)
  let certificate: Buffer | null = null

  /** Time and certificate are those of the plan: they are what people sign. */
  function planned(vault: Vault, step: Step): Plan {
    const { item, setId } = step
    const time = now()
    const set = setId ?? undefined
    const as = (again: Plan['again']): Plan => ({ again, about: { item, setId } })
    switch (step.kind) {
      case 'destroy': {
        const request = { item, reason: step.reason, ...(setId !== null && { setId }) }
        return as(opened => destructionOf(opened, request, time, () => {}))
      }
      case 'account':
        return as(copiesAccounted(item, set, step.copies))
      case 'certify': {
        const named = itemNamed(vault, item, set, 'destroyed')
        const issuing = { observer: step.observer, software, now: time }
        const draft = draftCertificate(vault, named, issuing)
        return as(opened =>
          certification(opened, itemNamed(opened, item, set), draft, signed => {
            certificate = certificateToBytes(signed)
          }),
        )
      }
    }
  }

  /** @throws NOT_DESTROYED */
  const requireSigned = (): Buffer => {
    if (certificate === null) throw refuse('NOT_DESTROYED', { item: 'certificate' })
    return certificate
  }

  return {
    show: ({ item, setId }) =>
      workspace.require().use('look', vault => status(vault, { item, setId })),

    plan: async ({ step, clock = '' }) =>
      (await changes.plan(clock, vault => planned(vault, step))) as Output<'destruction.plan'>,

    carryOut: (draft, approval) =>
      changes.carryOut(draft, approval, (vault, plan) => status(vault, plan.about)),

    save: async ({ file, as, paper }) => {
      const signed = requireSigned()
      const bytes = as === 'json' ? signed : await papers.certificate(signed, paper)
      const path = absolutePath(file)
      await writeNewFile(path, bytes)
      return { path }
    },

    print: (printer, paper) => {
      const signed = requireSigned()
      return printAsTask(tools, () => papers.certificate(signed, paper), printer, paper)
    },
  }
}

function status(vault: Vault, { item, setId }: About): Status {
  const set = setId ?? undefined
  const { copies, quorums, destroyed, ...found } = statusIn(vault, item, set)
  const looked = verifiedIn(vault, itemNamed(vault, item, set))
  return {
    ...found,
    destroyed: destroyed && { ...destroyed, signers: [...destroyed.signers] },
    verified: looked && {
      recorded: looked.recorded,
      copiesRemoved: [...looked.copiesRemoved],
      copiesLeft: [...looked.copiesLeft],
      foundIn: [...looked.foundIn],
    },
    copies: copies.map(copy => ({ ...copy })),
    quorums: quorums.map(quorum => ({
      ...quorum,
      destroyed: quorum.destroyed.map(card => ({ ...card })),
    })),
  }
}
