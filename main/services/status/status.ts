import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import { dayOf } from '../../core/life/index.ts'
import { isQuorumWord, type StatusList, statusHash } from '../../core/status/index.ts'
import { hashWords } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { type Input, refuseExisting, writeNewFile } from '../files/index.ts'
import { readKit, trustKit } from '../kits/index.ts'
import { type OpeningCommand, withPorts } from '../opening/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { type ApprovalTools, permitFromFiles, type SignerFile } from '../people/index.ts'
import { type ClockTools, clockOfCommand } from '../room/index.ts'
import type { Watch } from '../tasks/index.ts'
import {
  type OpenVault,
  openReference,
  reportInterrupted,
  requireVaultFile,
  vaultAt,
} from '../vaults/index.ts'
import { type CheckedList, type CheckRequest, checkList, keyNamed, readList } from './check-list.ts'
import type { SaidCompromised } from './draft-list.ts'
import { pageOf } from './list-page.ts'
import { publishByPeople, publishByQuorum } from './publish-list.ts'

interface Publishing {
  /** Days until the next list. */
  readonly next: number
  /** The file to make. */
  readonly out: string
  /** The last list that is out, where the vault does not know it. */
  readonly last?: string
  readonly confirmClock?: string
  /** The page to make of it as well. */
  readonly pdf?: { readonly out: string; readonly paper: PaperSize }
}

/** By people of a vault. */
export interface PeoplePublish extends Publishing {
  readonly vault: string
  readonly sign: readonly SignerFile[]
}

/** By a quorum, whose people are gone or never were. */
export interface QuorumPublish extends Publishing, OpeningCommand {
  readonly kit: string
  readonly vault?: string
  /** Keys that are compromised since a day, where no vault says so: `ID@2`, `LABEL@2`, `ID@2=2026-11-21`. */
  readonly compromised: readonly string[]
}

export interface PublishedFile {
  readonly number: number
  readonly issued: string
  readonly nextIssue: string
  readonly entries: number
  readonly hash: string
  /** The hash that was signed, as 32 words. */
  readonly words: readonly string[]
  /** The quorum that signed it; null: people did. */
  readonly quorum: string | null
  readonly out: string
}

export interface StatusLists {
  /** @throws as `publishByPeople`; CLOCK_DOUBTFUL */
  readonly publish: (request: PeoplePublish, watch: Watch) => Promise<PublishedFile>
  /** @throws as `publishByQuorum`; KIT_*; CLOCK_DOUBTFUL, STATUS_KEY_NAME */
  readonly publishByQuorum: (request: QuorumPublish, watch: Watch) => Promise<PublishedFile>
  /** @throws as `checkList` */
  readonly check: (request: CheckRequest) => Promise<CheckedList>
}

interface StatusTools extends ApprovalTools, ClockTools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly random: RandomSource
  readonly papers: Papers
}

/** The command line's desk for status lists. */
export function createStatusLists(tools: StatusTools): StatusLists {
  const { input, openVault, now, random } = tools

  /** What is judged by the clock, once it has been looked at. */
  async function issuing({ next, last, confirmClock = '' }: Publishing) {
    const named = last === undefined ? null : await readList(last, input)
    return async (vault: Vault | null) => {
      await clockOfCommand(confirmClock, tools)(vault)
      return { issued: now(), next, last: named }
    }
  }

  return {
    publish: async (request, watch) => {
      const { vault, sign, out } = request
      if (vault === '') throw refuse('STATUS_WHOSE', { by: 'people' })
      const issueOf = await issuing(request)
      const ports = {
        vault: vaultAt(vault, openVault, watch),
        permit: permitFromFiles(sign, tools),
      }
      await refuseIfThere(request)
      const list = await publishByPeople(ports, out, issueOf)
      await print(list, request)
      return fileOf(list, out)
    },

    publishByQuorum: async (request, watch) => {
      const { out } = request
      if (request.kit === '') throw refuse('STATUS_WHOSE', { by: 'quorum' })
      const issueOf = await issuing(request)
      await refuseIfThere(request)
      const read = await readKit(request.kit, input)
      const compromised = request.compromised.map(text => saidCompromised(text, read, dayOf(now())))
      const vault = await opened(request.vault, watch)
      try {
        const reference = vault && openReference(vault)
        const expected = { given: request.fingerprint ?? null, ask: input.askShown }
        const kit = await trustKit(read, reference, expected)
        const order = { out, issueOf, compromised, random }
        const list = await withPorts(request, kit, vault, tools, ports =>
          publishByQuorum(ports, kit, order),
        )
        await print(list, request)
        return fileOf(list, out)
      } finally {
        vault?.close()
      }
    },

    check: request => checkList(request, { input, now }),
  }

  /** Before people sign. @throws FILE_EXISTS */
  async function refuseIfThere({ pdf }: Publishing): Promise<void> {
    if (pdf !== undefined) await refuseExisting(pdf.out)
  }

  async function print(list: StatusList, { pdf }: Publishing): Promise<void> {
    if (pdf === undefined) return
    await writeNewFile(pdf.out, await pageOf(list, tools.papers, pdf.paper))
  }

  async function opened(path: string | undefined, watch: Watch): Promise<Vault | null> {
    if (path === undefined) return null
    requireVaultFile(path)
    const vault = await openVault(path, 'write')
    reportInterrupted(vault, watch)
    return vault
  }
}

/** @throws STATUS_KEY_NAME */
function saidCompromised(
  text: string,
  kit: Parameters<typeof keyNamed>[1],
  today: string,
): SaidCompromised {
  const [, name = text, day] = /^(.+)=(\d{4}-\d{2}-\d{2})$/s.exec(text) ?? []
  const { id, version } = keyNamed(name, kit)
  const newest = kit?.keys.findLast(key => key.id === id)?.version
  return { id, version: version ?? newest ?? 1, occurred: day ?? today }
}

function fileOf(list: StatusList, out: string): PublishedFile {
  const { number, issued, nextIssue, entries, agreement } = list
  const hash = statusHash(list)
  return {
    ...{ number, issued, nextIssue, entries: entries.length, hash, words: hashWords(hash) },
    ...{ quorum: isQuorumWord(agreement) ? agreement.setId : null, out },
  }
}
