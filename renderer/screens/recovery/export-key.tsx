import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { KeyException } from '../../../shared/key-life.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmTyped } from '../../design/dialog.tsx'
import { Fingerprint } from '../../design/facts.tsx'
import { CheckField, SelectField } from '../../design/field.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { type At, useRecovery } from './state.ts'

type Key = NonNullable<At<'open'>['kit']>['keys'][number]

/** A key by id and version: what is written is what is shown. */
const nameOf = ({ id, version }: Key): string => `${id}@${version}`

const isUnproved = (
  { id, version }: Key,
  unproved: NonNullable<At<'open'>['kit']>['unproved'],
): boolean => unproved.some(item => 'key' in item && item.key === id && item.version === version)

const SUSPECT: { readonly [why in KeyException]: string } = {
  suspended: 'This version is suspended. Find out why before anything is read with it.',
  compromised:
    'This version is compromised: somebody else may have it, and what it protected may have been read or changed.',
  'process-period-over':
    'The last day on which what this version protected was meant to be read is over.',
}

/** Writes one key into a new file, once in a session; asked twice, for it leaves protection. */
export function ExportKey({ state }: { state: At<'open'> }) {
  const client = useClient()
  const { reread, choose } = useRecovery()
  const { signIfPeople } = useApprovals()
  const { keys, unproved } = state.kit ?? { keys: [], unproved: [] }
  const [wanted, setWanted] = useState(keys[0] === undefined ? '' : nameOf(keys[0]))
  const [out, setOut] = useDraft<Chosen | null>('export a key to', null)
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const chosen = keys.find(key => nameOf(key) === wanted)
  const check = useAnswer('recovery.checkKey', { key: wanted })
  const suspect = check.state === 'ready' ? check.value.suspect : null
  const although = suspect === null ? {} : { although: suspect }
  const [known, setKnown] = useState('')
  const take = useAction(async () => {
    if (out === null || chosen === undefined) return
    const { id, version } = chosen
    const deed = { action: 'key.open', key: id, version, destination: out, ...although } as const
    const approved = await signIfPeople(deed)
    if (approved === null) return
    const { path } = await client.call('recovery.exportKey', {
      ...{ key: wanted, out, ...although, ...approved },
    })
    setAsking(false)
    setDone(path)
    setOut(null)
    await reread()
  })

  if (state.kit === null) {
    return (
      <>
        <p>Keys lie in the recovery kit. It can still come: nothing is entered again.</p>
        <Row>
          <Button onClick={() => void choose('kit')}>Choose the kit…</Button>
        </Row>
      </>
    )
  }
  if (chosen === undefined) return <p>This kit holds no key. It was made for backups alone.</p>
  const isPair = chosen.kind === 'key-pair'
  return (
    <>
      <SelectField
        label="Key"
        value={wanted}
        options={keys.map(key => ({
          value: nameOf(key),
          label: `${key.label}, version ${key.version}: ${key.description}`,
        }))}
        onChange={setWanted}
      />
      {chosen.fingerprint !== null && (
        <p>
          Fingerprint <Fingerprint of={chosen.fingerprint} />
        </p>
      )}
      {isPair && <p>The file will hold its private half as PEM (PKCS#8).</p>}
      {isUnproved(chosen, unproved) && (
        <Notice kind="caution">
          <p>
            Nothing proves this version: it was added after the founding ceremony, and the
            fingerprint on the cards does not cover it. It is exported with the vault that recorded
            it, and not without.
          </p>
        </Notice>
      )}
      {suspect !== null && (
        <Notice kind="caution">
          <p>{SUSPECT[suspect]}</p>
          <CheckField
            label="We know, and need what it protected all the same. The log will say so."
            checked={known === wanted}
            onChange={checked => setKnown(checked ? wanted : '')}
          />
        </Notice>
      )}
      <PathChoice
        label="New file for the key"
        hint="On the drive where it is needed; only its owner may read it."
        wanted={{ kind: 'new-file', name: `${chosen.label}.${isPair ? 'pem' : 'key'}` }}
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
      <Button
        kind="primary"
        disabled={out === null || (suspect !== null && known !== wanted)}
        onClick={() => setAsking(true)}
      >
        Export the key…
      </Button>
      {asking && (
        <ConfirmTyped
          title={`Export “${chosen.label}”, version ${chosen.version}?`}
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
