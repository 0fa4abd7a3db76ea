import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Facts } from '../../design/facts.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { KITS } from '../files/wanted.ts'
import { isEnough, KitFingerprint } from '../kit-fingerprint.tsx'
import { KitNotes, kitRows } from '../kit-notes.tsx'

interface ImportKitProps {
  readonly onCancel: () => void
  readonly onImported: (quorum: Output<'kit.import'>) => void
}

/** A quorum that was founded elsewhere, or without a vault, is taken into the open one from its kit. */
export function ImportKit({ onCancel, onImported }: ImportKitProps) {
  const client = useClient()
  const { profile } = usePeople()
  const { signIfPeople } = useApprovals()
  const [path, setPath] = useState<Chosen | null>(null)
  const [facts, setFacts] = useState<Output<'kit.inspect'> | null>(null)
  const [typed, setTyped, forgetTyped] = useDraft('import of a kit, fingerprint', '')
  const inspect = useAction(async (chosen: Chosen) => {
    setFacts(null)
    setPath(chosen)
    setFacts(await client.call('kit.inspect', { kit: { kind: 'file', path: chosen } }))
  })
  const take = useAction(async () => {
    if (path === null) return
    const kit = { kind: 'file', path, ...(typed === '' ? {} : { fingerprint: typed }) } as const
    const checked = await client.call('kit.checkImport', { kit })
    const approved = await signIfPeople({ action: 'kit.take-in', ...checked })
    if (approved === null) return
    const imported = await client.call('kit.import', { kit, ...approved })
    forgetTyped()
    onImported(imported)
  })
  return (
    <Card title="Import a kit">
      <p>
        A quorum that was founded elsewhere, or without a vault, is in this vault from then on: its
        cards in the register, its keys, its kit. Drills, checks of cards and replacing it work as
        if it had been founded here.
        {profile !== null && ' An administrator and a witness sign for it.'}
      </p>
      <PathChoice
        label="Kit file"
        wanted={KITS}
        path={path}
        problem={inspect.problem}
        onChoose={chosen => {
          take.forget()
          forgetTyped()
          void inspect.run(chosen)
        }}
      />
      {facts !== null && (
        <>
          <Facts of={[['Title', facts.title], ...kitRows(facts)]} />
          <KitNotes of={facts} />
          <KitFingerprint
            typed={typed}
            onChange={value => {
              setTyped(value)
              take.forget()
            }}
          />
        </>
      )}
      <Problem of={take.problem} />
      <Row>
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          kind="primary"
          busy={take.busy}
          disabled={facts === null || !isEnough(typed)}
          onClick={() => void take.run()}
        >
          {profile === null ? 'Import it' : 'Ask for signatures'}
        </Button>
      </Row>
    </Card>
  )
}
