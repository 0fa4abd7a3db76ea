import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { type CeremonyRecord, recordHash } from '../../core/ceremony/index.ts'
import { hashWords } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import { requireHeads, type Workspace } from '../vaults/index.ts'
import { headsIn, readRecord } from './records.ts'

/** Records of past ceremonies in the window. */
export interface RecordScreen {
  /** The record of a ceremony of the open vault, from its file. @throws RECORD_*, VAULT_HEAD, FILE_* */
  readonly open: (ceremony: string, file: string) => Promise<Output<'ceremony.openRecord'>>
}

export const createRecordScreen = ({
  input,
  workspace,
}: {
  readonly input: Input
  readonly workspace: Workspace
}): RecordScreen => ({
  open: async (ceremony, file) => {
    const path = absolutePath(file)
    const { record } = await readRecord(path, input)
    const hash = recordHash(record)
    const { title, opened, closed, quorum } = record
    const { setId } = quorum
    await workspace.require().use('look', vault => {
      const problem = differs(vault, ceremony, record)
      if (problem !== null) throw refuse('RECORD_OTHER', { title, setId, problem })
      requireHeads(vault, headsIn(record))
    })
    const keys = new Set(record.signatures?.by.map(({ key }) => key))
    return {
      ...{ path, title, setId, hash, opened, closed, words: hashWords(hash) },
      signed: record.people
        .filter(({ key }) => keys.has(key))
        .map(({ name, roles }) => ({ name, roles: [...roles] })),
      steps: record.steps.map(({ time, step, by, facts }) => ({
        ...{ time, step },
        by: by === undefined ? null : { name: by.name, role: by.role },
        facts: Object.entries(facts).map(([name, value]) => ({ name, value })),
      })),
    }
  },
})

/**
 * Whether a record is of another quorum than this ceremony made, or says otherwise of it than the log does: of the
 * plan, of the kit and, where people signed, of all of it.
 */
function differs(vault: Vault, ceremony: string, record: CeremonyRecord): 'quorum' | 'hash' | null {
  const { id, planHash } = vault.ceremonies.get(ceremony)
  const { quorum, organisation, plan } = record
  if (!vault.quorums.ofCeremony(id).some(({ setId }) => setId === quorum.setId)) return 'quorum'
  const closing = vault.audit
    .named(['ceremony.closed'])
    .find(({ subject }) => subject === `ceremony:${id}`)?.details
  const isAsLogged =
    record.planHash === planHash &&
    record.kitDigest === closing?.kit &&
    organisation === plan.organisation &&
    (closing.record === undefined || closing.record === recordHash(record))
  return isAsLogged ? null : 'hash'
}
