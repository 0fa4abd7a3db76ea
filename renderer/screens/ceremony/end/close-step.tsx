import { FolderPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Chosen } from '../../../../shared/chosen.ts'
import type { Output } from '../../../../shared/contract.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { HashWords } from '../../../design/hash-words.tsx'
import { Card, Row } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { formatCount } from '../../../design/quantity.ts'
import { RemoveButton } from '../../../design/remove-button.tsx'
import { Step } from '../../../design/steps.tsx'
import { useDraft } from '../../../session/drafts.tsx'
import { usePeople } from '../../../session/people.tsx'
import { type Approved, useApprovals } from '../../approval/approvals.tsx'
import { pathOf } from '../../files/chosen.ts'
import { Picker } from '../../files/picker.tsx'
import { RoomButton } from '../../person/room-roll.tsx'
import { PaperField, usePaper } from '../../printing/paper-field.tsx'
import { ProblemOrAbsent } from '../frame/absent.tsx'
import { expectedBy } from '../frame/plan-people.ts'
import { type At, useCeremony } from '../frame/state.ts'
import classes from './close-step.module.css'

const PLACES_NEEDED = 2

/** The bundle is saved in two places and read back; then everything that was made comes into force. */
export function CloseStep({ state }: { state: At<'proved'> }) {
  const client = useClient()
  const { follow, reread } = useCeremony()
  const { profile } = usePeople()
  const { sign } = useApprovals()
  const [folders, setFolders] = useDraft<readonly Chosen[]>(
    `places of ${state.agreed.planHash}`,
    [],
  )
  const [program, setProgram] = useDraft<Chosen | null>(`package of ${state.agreed.planHash}`, null)
  const [picking, setPicking] = useState<'place' | 'program' | null>(null)
  const [paper, setPaper] = usePaper()
  // Once everyone has signed the record, a refused folder does not ask them again.
  const [signed, setSigned] = useState<string | null>(null)
  const getSigned = async (): Promise<Approved | null> => {
    if (profile === null || state.record?.hash === signed) return {}
    const approval = await sign({ action: 'ceremony.close' })
    if (approval === null) return null
    setSigned(state.record?.hash ?? null)
    return { approval }
  }
  const close = useAction(async () => {
    const approved = await getSigned()
    if (approved === null) return
    const beside = program === null ? {} : { package: program }
    const closing = { folders: [...folders], paper, ...beside, ...approved }
    follow(await client.call('ceremony.close', closing))
  })
  const conclude = useAction(async () => follow(await client.call('ceremony.conclude', {})))
  const unwritten = profile !== null && state.record === undefined
  const { run: write } = conclude
  useEffect(() => {
    if (unwritten) void write()
  }, [unwritten, write])
  const missing = PLACES_NEEDED - folders.length
  const [again, setAgain] = useState<Chosen | null>(null)
  const [looked, setLooked] = useState<Output<'ceremony.lookAtPlaces'> | null>(null)
  useEffect(() => {
    let current = true
    const look =
      folders.length < PLACES_NEEDED
        ? Promise.resolve(null)
        : client.call('ceremony.lookAtPlaces', { folders: [...folders] }).catch(() => null) // closing says what is wrong
    void look.then(of => current && setLooked(of))
    return () => {
      current = false
    }
  }, [client, folders])
  return (
    <Step
      instruction="Choose two places for the bundle: the recovery kit, and all that opens it."
      next="what this ceremony made comes into force, and the record is shown."
      actions={
        <Button
          kind="primary"
          large
          busy={close.busy}
          disabled={missing > 0 || unwritten}
          onClick={() => void close.run()}
        >
          {profile === null ? 'Close the ceremony' : 'Sign and close the ceremony'}
        </Button>
      }
    >
      <p>
        In each place a folder <code>keyclave-{state.made.setId}</code> is made, as the cards say
        it, and read back from the drive. It is public: it holds no share and no passphrase. Without
        the kit in it, backups can still be opened, but keys cannot. Two drives that are kept apart
        are best.
      </p>
      <ul className={classes.places}>
        {folders.map(folder => (
          <li key={folder} className={classes.place}>
            <code>{pathOf(folder)}</code>
            <RemoveButton
              what={pathOf(folder)}
              onRemove={() => setFolders(folders.filter(other => other !== folder))}
            />
          </li>
        ))}
      </ul>
      <Button
        icon={<FolderPlus size={18} aria-hidden="true" />}
        kind={missing > 0 ? 'primary' : 'secondary'}
        onClick={() => setPicking('place')}
      >
        {folders.length === 0
          ? 'Choose the first place…'
          : folders.length === 1
            ? 'Choose the second place…'
            : 'Add a place…'}
      </Button>
      {again !== null && (
        <Notice kind="caution" live>
          <p>
            <code>{pathOf(again)}</code> is among the places already. Choose another folder.
          </p>
        </Notice>
      )}
      {looked !== null && looked.different < folders.length && (
        <Notice kind="caution" live>
          <p>
            Two of these are the same folder by two names: there would be one copy in it. Choose
            another place.
          </p>
        </Notice>
      )}
      {looked !== null && looked.different > 1 && looked.sameDrive && (
        <Notice kind="caution" live>
          <p>
            All of these lie on one drive, and would be lost together. Two drives that are kept
            apart are better.
          </p>
        </Notice>
      )}
      <PaperField value={paper} onChange={setPaper} />
      <p>
        Beside kit and record lie three pages to print on it (the record, the register of shares and
        the recovery sheet), the programs that open everything without Keyclave, and leaflets.
      </p>
      {program === null ? (
        <p>
          Keyclave itself is not in it, unless it was started from one file. If its package is at
          hand, add it: whoever finds the drive in ten years may find it nowhere else.
        </p>
      ) : (
        <p>
          Keyclave itself goes into it: <code>{pathOf(program)}</code>
          <RemoveButton what={pathOf(program)} onRemove={() => setProgram(null)} />
        </p>
      )}
      {program === null && (
        <Button onClick={() => setPicking('program')}>Add Keyclave's package…</Button>
      )}
      <p aria-live="polite">
        {missing > 0
          ? `${formatCount(missing, 'more place is', 'more places are')} needed.`
          : `${state.made.keys.length === 0 ? 'The quorum' : 'The quorum and its keys'} can come into force now.`}
      </p>
      {profile !== null && state.record !== undefined && (
        <Card title="The record in 32 words">
          <p>
            The record is written. Everyone in the room signs exactly this one; whoever is not part
            of it leaves first. If anything is noted after this, it is written and signed anew.
          </p>
          <HashWords name="The record in 32 words" words={state.record.words} />
          <Row>
            <RoomButton expected={expectedBy(state.agreed.plan)} />
          </Row>
        </Card>
      )}
      <ProblemOrAbsent
        of={conclude.problem ?? close.problem}
        expected={expectedBy(state.agreed.plan)}
        onBack={() => {
          close.forget()
          void reread()
        }}
      />
      {picking === 'program' && (
        <Picker
          title="The package of Keyclave"
          wanted={{ kind: 'file' }}
          onCancel={() => setPicking(null)}
          onChoose={([file]) => {
            setPicking(null)
            if (file !== undefined) setProgram(file)
          }}
        />
      )}
      {picking === 'place' && (
        <Picker
          title="A place for the bundle"
          wanted={{ kind: 'folder' }}
          onCancel={() => setPicking(null)}
          onChoose={([folder]) => {
            setPicking(null)
            if (folder === undefined) return
            setAgain(folders.includes(folder) ? folder : null)
            if (!folders.includes(folder)) setFolders([...folders, folder])
          }}
        />
      )}
    </Step>
  )
}
