import type { Buffer } from 'node:buffer'
import {
  isQuorumWord,
  type StatusList,
  statusHash,
  statusToBytes,
} from '../../core/status/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'

/** The largest file that stands on its page as a code, in bytes. */
const MOST_IN_CODE = 2048
/** So many keys are all on the page; of more, those that are not in use. */
const MOST_LINES = 60

/** The page of a status list. */
export function pageOf(list: StatusList, papers: Papers, paper: PaperSize): Promise<Buffer> {
  const { organisation, number, issued, nextIssue, scope, entries, agreement } = list
  const shown =
    entries.length <= MOST_LINES ? entries : entries.filter(({ state }) => state !== 'active')
  const file = statusToBytes(list)
  const count = isQuorumWord(agreement) ? null : agreement.by.length
  return papers.statusList(
    {
      ...{ organisation, number, issued, nextIssue, hash: statusHash(list), quorums: scope },
      signedBy:
        count === null
          ? { quorum: isQuorumWord(agreement) ? agreement.setId : '' }
          : { people: count },
      lines: shown.map(
        ({ kind, id, version, state, since, protectUntil = '', fingerprint = '' }) => ({
          ...{ key: `${kind} ${id}@${version}`, state, since, until: protectUntil },
          fingerprint: fingerprint.slice(0, 16).replaceAll(/.{4}(?=.)/g, '$& '),
        }),
      ),
      others: entries.length - shown.length,
      file: file.length <= MOST_IN_CODE ? file.toString('utf8') : null,
    },
    paper,
  )
}
