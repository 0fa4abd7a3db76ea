import type { MainInput, Output } from '../../../shared/contract.ts'
import { anchorOfKit, statusHash } from '../../core/status/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { absolutePath, type Input, writeNewFile } from '../files/index.ts'
import { kitFrom } from '../kits/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { type Gate, permitBy } from '../people/index.ts'
import type { WindowClock } from '../room/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { checkedList, readList, requireCard, wantedIn } from './check-list.ts'
import { draftOfVault, type Issue } from './draft-list.ts'
import { pageOf } from './list-page.ts'
import { publishByPeople } from './publish-list.ts'
import { kitsThatName } from './sign-list.ts'

/** Status lists in the window: published by the people of the open vault, and checked. */
export interface StatusScreen {
  /** The newest that is out; null: none was published. @throws VAULT_CLOSED, VAULT_* */
  readonly last: () => Promise<Output<'status.last'>>
  /** What people would sign now. @throws CLOCK_DOUBTFUL; STATUS_NEXT, STATUS_QUORUM_NEEDED, KIT_NONE */
  readonly draft: (days: number) => Promise<Output<'status.draft'>>
  /** @throws as `publishByPeople`; CLOCK_DOUBTFUL */
  readonly publish: (order: MainInput<'status.publish'>) => Promise<Output<'status.publish'>>
  /** Writes the page of a list; its path. @throws STATUS_FORMAT, STATUS_VERSION, FILE_* */
  readonly page: (list: string, out: string, paper: PaperSize) => Promise<string>
  /** @throws as `checkedList`; KIT_* */
  readonly check: (question: MainInput<'status.check'>) => Promise<Output<'status.check'>>
}

interface ScreenTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly now: () => Date
  readonly authorize: Gate
  readonly clock: Pick<WindowClock, 'require'>
  readonly papers: Papers
}

export function createStatusScreen(tools: ScreenTools): StatusScreen {
  const { workspace, now, authorize, clock, input, papers } = tools
  return {
    last: () =>
      workspace.require().use('look', ({ statusLists }) => {
        const last = statusLists.last()
        if (last === null) return { last }
        const { number, hash, issued, nextIssue } = last
        return { last: { number, hash, words: hashWords(hash), issued, nextIssue } }
      }),

    draft: days =>
      workspace.require().use('read', vault => {
        clock.require(vault)
        const issued = now()
        const { size } = vault.audit.head()
        const kits = kitsThatName(vault)
        const { organisation } = (kits.at(-1) ?? kits[0]).quorum
        const content = draftOfVault(vault, organisation, { issued, next: days, last: null, size })
        const { number, previous, nextIssue, entries } = content
        const list = statusHash(content)
        const states = Map.groupBy(entries, ({ state }) => state)
        return {
          ...{ issued: issued.toISOString(), days, size, number, list, previous, nextIssue },
          words: hashWords(list),
          states: [...states].map(([state, of]) => ({ state, count: of.length })),
        }
      }),

    publish: async ({ issued, days, size, out, approval = null }) => {
      const vault = workspace.require()
      const path = absolutePath(out)
      const issue: Issue = { issued: new Date(issued), next: days, last: null, size }
      const list = await publishByPeople(
        { vault, permit: permitBy(authorize, approval) },
        path,
        async () => issue,
      )
      const hash = statusHash(list)
      const { number, nextIssue } = list
      return { number, hash, words: hashWords(hash), issued, nextIssue, path }
    },

    page: async (list, out, paper) => {
      const path = absolutePath(out)
      const read = await readList(absolutePath(list), input)
      await writeNewFile(path, await pageOf(read, papers, paper))
      return path
    },

    check: async ({ list, kit: source, key, seen }) => {
      const kit = await kitFrom(source, { input, workspace })
      const { fingerprint = null } = source.kind === 'file' ? source : {}
      const anchor = anchorOfKit(kit)
      const wanted = key === null ? null : wantedIn(key, kit)
      const question = { list: absolutePath(list), seen: seen === null ? null : absolutePath(seen) }
      if (fingerprint !== null) requireCard(kit.quorum, fingerprint)
      return await checkedList({ ...question, anchor, wanted }, { input, now })
    },
  }
}
