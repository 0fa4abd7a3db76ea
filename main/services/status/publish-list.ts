import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import {
  isQuorumWord,
  parseStatusList,
  type StatusContent,
  type StatusList,
  statusHash,
  statusToBytes,
} from '../../core/status/index.ts'
import { canonicalJson } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { type AtomicFile, makeFile } from '../files/index.ts'
import { type OpeningPorts, openWithLeave } from '../opening/index.ts'
import { type Deed, OPERATOR, type Permit } from '../people/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { draftOfKit, draftOfVault, type Issue, type SaidCompromised } from './draft-list.ts'
import { kitsThatName, requireTheirs, signedByPeople, signedByQuorum } from './sign-list.ts'

/**
 * Publishes the next list of a vault, signed by its people. The file is on the disk before the vault has
 * its number, and has its name afterwards.
 *
 * @param issueOf looks at the clock before anybody is asked to sign
 * @throws KIT_NONE, STATUS_QUORUM_NEEDED, STATUS_NOT_THEIRS, STATUS_NEXT, STATUS_LAST; as the permit;
 *         FILE_*, VAULT_*
 */
export async function publishByPeople(
  { vault, permit }: { readonly vault: VaultReference; readonly permit: Permit },
  out: string,
  issueOf: (vault: Vault) => Promise<Issue>,
): Promise<StatusList> {
  return makeFile(out, file =>
    vault.use('write', async opened => {
      const kits = kitsThatName(opened)
      const newest = kits.at(-1) ?? kits[0]
      const issue = await issueOf(opened)
      requireTheirs(issue.last, kits)
      const content = draftOfVault(opened, newest.quorum.organisation, issue)
      const leave = await permit(opened, deedOf(content), OPERATOR)
      try {
        const signed = signedByPeople(content, leave.actor, kits)
        await put(file, signed)
        opened.statusLists.record(leave.actor, published(signed))
        return signed
      } finally {
        leave.close()
      }
    }),
  )
}

/**
 * Publishes the next list as a quorum says it: of a vault without people, or of the kit and the last list
 * alone.
 *
 * @throws STATUS_PEOPLE_NEEDED when the vault has people; STATUS_NO_KEY, STATUS_NEXT, STATUS_LAST,
 *         STATUS_UNLISTED; as `openWithLeave`; FILE_*, VAULT_*
 */
export async function publishByQuorum(
  ports: OpeningPorts,
  kit: TrustedKit,
  {
    out,
    issueOf,
    compromised,
    random,
  }: {
    readonly out: string
    readonly issueOf: (vault: Vault | null) => Promise<Issue>
    readonly compromised: readonly SaidCompromised[]
    readonly random: RandomSource
  },
): Promise<StatusList> {
  const { vault } = ports
  if (kit.statusKey === null) throw refuse('STATUS_NO_KEY', { setId: kit.quorum.setId })
  const content = await draft(vault, kit, issueOf, compromised)
  return makeFile(out, async file => {
    const deed = (): Deed => deedOf(content)
    const { quorum, leave, entered } = await openWithLeave(
      ports,
      { kit, deed, unsigned: OPERATOR },
      random,
    )
    try {
      const list = await signedByQuorum(content, quorum, kit)
      await put(file, list)
      const { actor } = leave
      await vault?.use('write', opened => {
        opened.audit.append({
          ...{ actor, action: 'quorum.opened', subject: `quorum:${quorum.setId}` },
          details: { shares: entered.map(({ index }) => index) },
        })
        opened.statusLists.record(actor, published(list))
      })
      return list
    } finally {
      quorum.close()
      leave.close()
    }
  })
}

async function draft(
  vault: VaultReference | null,
  { kit }: TrustedKit,
  issueOf: (vault: Vault | null) => Promise<Issue>,
  compromised: readonly SaidCompromised[],
): Promise<StatusContent> {
  if (vault === null) {
    const issue = await issueOf(null)
    requireTheirs(issue.last, [kit])
    return draftOfKit(kit, issue, compromised)
  }
  return await vault.use('write', async opened => {
    if (opened.people.profile() !== null) throw refuse('STATUS_PEOPLE_NEEDED', {})
    const issue = await issueOf(opened)
    requireTheirs(issue.last, [kit])
    return draftOfVault(opened, kit.quorum.organisation, issue)
  })
}

const deedOf = (content: StatusContent): Deed<'status.publish'> => {
  const { number, previous, issued, nextIssue } = content
  const list = statusHash(content)
  return {
    action: 'status.publish',
    terms: { subject: `status-list:${number}`, list, previous, issued, nextIssue },
  }
}

/** Writes a list, and reads it back as everybody else will. */
async function put(file: AtomicFile, list: StatusList): Promise<void> {
  const bytes = statusToBytes(list)
  if (canonicalJson(parseStatusList(bytes)) !== canonicalJson(list)) {
    throw new Error('a status list says something else when it is read')
  }
  await file.write(bytes)
  await file.sync()
}

const published = (list: StatusList) => {
  const { number, previous, issued, nextIssue, agreement } = list
  const setId = isQuorumWord(agreement) ? agreement.setId : null
  return { number, hash: statusHash(list), previous, issued, nextIssue, setId }
}
