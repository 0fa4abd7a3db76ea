import { useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Facts } from '../../design/facts.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatList } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { words } from '../../words.ts'
import { PathChoice } from '../files/path-choice.tsx'
import { PageDesk } from '../pages/page-desk.tsx'
import { RecordedSteps } from '../recorded-steps.tsx'

/** The record of a ceremony: the vault knows its hash, and the file that was saved says all of it. */
export function PastRecord({ ceremony }: { ceremony: Output<'ceremony.show'> }) {
  const client = useClient()
  const { id, quorum, record } = ceremony
  const [opened, setOpened] = useState<Output<'ceremony.openRecord'> | null>(null)
  const [file, setFile] = useDraft(`record of ceremony ${id}`, '')
  const [kept] = useState(file)
  const { run, problem } = useAction(async (file: string) => {
    setOpened(null)
    setOpened(await client.call('ceremony.openRecord', { ceremony: id, file }))
  })
  // What was open when somebody went elsewhere is open again.
  useEffect(() => {
    if (kept !== '') void run(kept)
  }, [kept, run])
  return (
    <Card title="Record">
      <p>
        The record lies where it was saved when the ceremony closed, with the kit. Open it to read
        every step, and to see and print its page again; it is verified first, and compared with the
        log of this vault.
      </p>
      {record !== null && (
        <>
          <p>Its hash, which everyone present signed, in words:</p>
          <HashWords name="The record in words" words={record.words} />
        </>
      )}
      <PathChoice
        label="Record"
        {...(quorum !== null && { hint: `record-${quorum.setId}.json` })}
        wanted={{ kind: 'file' }}
        path={file === '' ? null : file}
        problem={problem}
        onChoose={chosen => {
          setFile(chosen)
          void run(chosen)
        }}
      />
      {opened !== null && (
        <>
          <Notice kind="done" live>
            <p>
              {opened.signed.length > 0
                ? 'This is the record of this ceremony: the log of the vault has the hash that people signed.'
                : 'This is a record of this ceremony: its plan, its quorum and its kit are those in the log of the vault. Nobody signed it, so its steps are what the file says.'}
            </p>
          </Notice>
          <Facts of={[['Signed by', signers(opened)]]} />
          <RecordedSteps of={opened.steps} />
          <PageDesk
            pages={[
              {
                of: { page: 'record', file: opened.path },
                title: 'Record',
                text: 'The whole record, with its SHA-256.',
                name: `record-${opened.setId}.pdf`,
              },
            ]}
          />
        </>
      )}
    </Card>
  )
}

const signers = ({ signed }: Output<'ceremony.openRecord'>): string =>
  signed.length === 0
    ? 'nobody: the vault had no people'
    : formatList(
        signed.map(
          ({ name, roles }) =>
            `${name} (${roles.map(role => words.policy.roles[role].name).join(', ')})`,
        ),
      )
