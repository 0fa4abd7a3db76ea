import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmTyped } from '../../design/dialog.tsx'
import { CheckField, SelectField } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { words } from '../../words.ts'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { type At, useRecovery } from './state.ts'

/** Writes an age identity into a new file, for restoring with stock tools. */
export function HandOutIdentity({ state }: { state: At<'open'> }) {
  const client = useClient()
  const { reread } = useRecovery()
  const { signIfPeople } = useApprovals()
  const { setId } = state
  const generations = (state.kit?.backupKeys ?? []).map(({ generation }) => generation)
  const newest = generations.at(-1)
  const [which, setWhich] = useState(newest === undefined ? 'quorum' : String(newest))
  const [out, setOut] = useDraft<Chosen | null>('hand an identity out to', null)
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const backupKey = which === 'quorum' ? null : Number(which)
  const check = useAnswer('recovery.checkIdentity', { backupKey })
  const suspect = check.state === 'ready' ? check.value.suspect : null
  const although = suspect === null ? {} : { although: suspect }
  const [known, setKnown] = useState('')
  const handOut = useAction(async () => {
    if (out === null) return
    const approved = await signIfPeople(
      backupKey === null
        ? { action: 'identity.open', setId, destination: out }
        : {
            action: 'backup-key.open',
            setId,
            generation: backupKey,
            destination: out,
            ...although,
          },
    )
    if (approved === null) return
    const { path } = await client.call('recovery.exportIdentity', {
      ...{ backupKey, out, ...although, ...approved },
    })
    setAsking(false)
    setDone(path)
    setOut(null)
    await reread()
  })
  const options = [
    ...generations.map(generation => ({
      value: String(generation),
      label: `Backup key ${generation}: opens the backups made with it`,
    })),
    { value: 'quorum', label: 'The quorum itself: opens everything that was ever sealed to it' },
  ]
  return (
    <>
      <SelectField label="Identity" value={which} options={options} onChange={setWhich} />
      {suspect !== null && (
        <Notice kind="caution">
          <p>
            This backup key is{' '}
            {words.keys.states[suspect === 'suspended' ? suspect : 'compromised']}. Take it out only
            to read backups that nobody can read otherwise.
          </p>
          <CheckField
            label="We know, and need what it opens all the same. The log will say so."
            checked={known === which}
            onChange={checked => setKnown(checked ? which : '')}
          />
        </Notice>
      )}
      <PathChoice
        label="New file for the identity"
        wanted={{
          kind: 'new-file',
          name: which === 'quorum' ? 'quorum.identity' : `backup-key-${which}.identity`,
        }}
        path={out}
        onChoose={setOut}
      />
      {done !== null && (
        <Notice kind="done" live>
          <p>
            The identity is in <code>{done}</code>. Destroy that file when it has done its work.
          </p>
        </Notice>
      )}
      <Button
        kind="primary"
        disabled={out === null || (suspect !== null && known !== which)}
        onClick={() => setAsking(true)}
      >
        Hand it out…
      </Button>
      {asking && (
        <ConfirmTyped
          title="Hand out this identity?"
          word="hand out"
          action="Hand it out"
          busy={handOut.busy}
          problem={handOut.problem}
          onConfirm={() => void handOut.run()}
          onCancel={() => {
            setAsking(false)
            handOut.forget()
          }}
        >
          <p>
            Whoever has <code>{out}</code> can open these backups without a quorum and without the
            passphrase.
          </p>
        </ConfirmTyped>
      )}
    </>
  )
}
