import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmTyped } from '../../design/dialog.tsx'
import { Fingerprint } from '../../design/facts.tsx'
import { SelectField } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { type At, useRecovery } from './state.ts'

/** Writes one key into a new file, once in a session; asked twice, for it leaves protection. */
export function ExportKey({ state }: { state: At<'open'> }) {
  const client = useClient()
  const { reread } = useRecovery()
  const { signIfPeople } = useApprovals()
  const keys = state.kit?.keys ?? []
  const [id, setId] = useState(keys[0]?.id ?? '')
  const [out, setOut] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const chosen = keys.find(key => key.id === id)
  const take = useAction(async () => {
    if (out === null || chosen === undefined) return
    const { version } = chosen
    const approved = await signIfPeople({ action: 'key.open', key: id, version, destination: out })
    if (approved === null) return
    const { path } = await client.call('recovery.exportKey', { key: id, out, ...approved })
    setAsking(false)
    setDone(path)
    setOut(null)
    await reread()
  })

  if (state.kit === null) {
    return <p>Keys lie in the recovery kit. End this session and begin again with the kit.</p>
  }
  if (chosen === undefined) return <p>This kit holds no key. It was made for backups alone.</p>
  return (
    <>
      <SelectField
        label="Key"
        value={id}
        options={keys.map(key => ({ value: key.id, label: `${key.label}: ${key.description}` }))}
        onChange={setId}
      />
      {chosen.fingerprint !== null && (
        <p>
          Fingerprint <Fingerprint of={chosen.fingerprint} />
        </p>
      )}
      <PathChoice
        label="New file for the key"
        hint="On the drive where it is needed; only its owner may read it."
        wanted={{ kind: 'new-file', name: `${chosen.label}.key` }}
        path={out}
        onChoose={setOut}
      />
      {done !== null && (
        <Notice kind="done" live>
          <p>
            The key is in <code>{done}</code>. Whoever has that file has the key.
          </p>
        </Notice>
      )}
      <Button kind="primary" disabled={out === null} onClick={() => setAsking(true)}>
        Export the key…
      </Button>
      {asking && (
        <ConfirmTyped
          title={`Export “${chosen.label}”?`}
          word="export"
          action="Export the key"
          busy={take.busy}
          problem={take.problem}
          onConfirm={() => void take.run()}
          onCancel={() => {
            setAsking(false)
            take.forget()
          }}
        >
          <p>
            The key will lie unprotected in <code>{out}</code>. It can be exported once in this
            session.
          </p>
        </ConfirmTyped>
      )}
    </>
  )
}
