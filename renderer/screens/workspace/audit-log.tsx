import { useEffect, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Empty, Row, Table } from '../../design/layout.tsx'
import { Notice, SavedAs } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { Picker } from '../files/picker.tsx'
import { Answered, Page } from '../section/page.tsx'
import { CheckHead } from './check-head.tsx'
import { CheckSavedLog } from './check-saved-log.tsx'
import { ComplianceReport } from './compliance-report.tsx'
import { LogEntry } from './log-entry.tsx'
import {
  ALL_ENTRIES,
  type ChosenEntries,
  daysOf,
  filterOf,
  isAll,
  LogFilter,
} from './log-filter.tsx'
import { SoundLog } from './sound-log.tsx'

type Found = Output<'audit.page'>
type Sound = Output<'audit.verify'>

const PAGE = 50
/** Milliseconds without a key before what was typed is looked for. */
const PAUSE = 250

/** What was done, by whom and when, each entry chained to the one before. */
export function AuditLog() {
  const client = useClient()
  const [chosen, setChosen] = useDraft<ChosenEntries>('entries of the log', ALL_ENTRIES)
  const [sound, setSound] = useState<Sound | null>(null)
  const [saving, setSaving] = useState<'all' | 'days' | null>(null)
  const [saved, setSaved] = useState<Saved | null>(null)
  const verify = useAction(async () => {
    setSound(null)
    setSound(await client.call('audit.verify', {}))
  })
  const save = useAction(async (out: Chosen, of: 'all' | 'days') => {
    const part = of === 'days' ? { part: daysOf(chosen) } : {}
    setSaved({ path: (await client.call('audit.export', { out, ...part })).path, of })
  })
  return (
    <Page
      title="Audit log"
      lead="What was done in this vault. Each entry carries the digest of the one before it, and the signature of who did it."
      action={
        <Row>
          <Button busy={save.busy} onClick={() => setSaving('all')}>
            Save as a file…
          </Button>
          <Button kind="primary" busy={verify.busy} onClick={() => void verify.run()}>
            Verify
          </Button>
        </Row>
      }
    >
      <Problem of={verify.problem ?? save.problem} />
      {sound !== null && <SoundLog of={sound} />}
      <SavedAs path={saved?.path ?? null} />
      {saved?.of === 'days' && (
        <Notice>
          <p>
            The file is a part of the log. By itself it proves that none of its entries was changed
            or left out; that it is of this log, a printed head of one of its entries shows, or the
            vault.
          </p>
        </Notice>
      )}
      <LogFilter of={chosen} onChange={setChosen} />
      {(chosen.from !== '' || chosen.to !== '') && (
        <Button busy={save.busy} onClick={() => setSaving('days')}>
          Save all entries of these days…
        </Button>
      )}
      <Entries of={chosen} />
      <ComplianceReport />
      <CheckHead />
      <CheckSavedLog />
      {saving !== null && (
        <Picker
          title={saving === 'all' ? 'Save the audit log' : 'Save a part of the audit log'}
          wanted={{ kind: 'new-file', name: saving === 'all' ? 'audit.jsonl' : 'audit-part.jsonl' }}
          onCancel={() => setSaving(null)}
          onChoose={([path]) => {
            setSaving(null)
            if (path !== undefined) void save.run(path, saving)
          }}
        />
      )}
    </Page>
  )
}

interface Saved {
  readonly path: string
  readonly of: 'all' | 'days'
}

/** The entries that were chosen, newest first; what is typed is looked for once no more keys come. */
function Entries({ of }: { of: ChosenEntries }) {
  const [chosen, setChosen] = useState(of)
  useEffect(() => {
    const timer = setTimeout(() => setChosen(of), PAUSE)
    return () => clearTimeout(timer)
  }, [of])
  const filter = isAll(chosen) ? {} : { filter: filterOf(chosen) }
  const newest = useAnswer('audit.page', { before: null, limit: PAGE, ...filter })
  return (
    <Answered answer={newest}>
      {found => <FoundEntries key={JSON.stringify(chosen)} of={found} filter={filter} />}
    </Answered>
  )
}

function FoundEntries({
  of: newest,
  filter,
}: {
  of: Found
  filter: { readonly filter?: ReturnType<typeof filterOf> }
}) {
  const client = useClient()
  const [older, setOlder] = useState<Pick<Found, 'entries' | 'more'> | null>(null)
  const load = useAction(async (before: number) => {
    const next = await client.call('audit.page', { before, limit: PAGE, ...filter })
    setOlder({ entries: [...(older?.entries ?? []), ...next.entries], more: next.more })
  })
  const shown = [...newest.entries, ...(older?.entries ?? [])]
  const more = older?.more ?? newest.more
  const last = shown.at(-1)
  const filtered = filter.filter !== undefined
  if (last === undefined) {
    return filtered ? (
      <Empty title="No entry is like that">
        Of the {formatCount(newest.size, 'entry', 'entries')} of the log, none has all that was
        asked for.
      </Empty>
    ) : (
      <Empty title="The log is empty">The first ceremony writes its first entry.</Empty>
    )
  }
  const found = more ? `${shown.length}, and older ones` : String(shown.length)
  return (
    <>
      <Table name="Audit log, newest first" columns={['No.', 'When', 'What was done']}>
        {shown.map(entry => (
          <LogEntry key={entry.sequence} of={entry} />
        ))}
      </Table>
      <Problem of={load.problem} />
      <Row split>
        <span role="status">
          {filtered ? `${found} found in ` : `${shown.length} of `}
          {formatCount(newest.size, 'entry', 'entries')}
        </span>
        {more && (
          <Button busy={load.busy} onClick={() => void load.run(last.sequence)}>
            Show older entries
          </Button>
        )}
      </Row>
    </>
  )
}
