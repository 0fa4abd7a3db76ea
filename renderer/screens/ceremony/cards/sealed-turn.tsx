import { FileLock2 } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../../shared/chosen.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { HashWords } from '../../../design/hash-words.tsx'
import { Card, Row } from '../../../design/layout.tsx'
import { Problem } from '../../../design/problem.tsx'
import { Step } from '../../../design/steps.tsx'
import { words } from '../../../words.ts'
import { Picker } from '../../files/picker.tsx'
import { type CustodianShare, useCeremony } from '../frame/state.ts'
import { Custodians } from './custodians.tsx'

interface SealedTurnProps {
  readonly of: CustodianShare & { readonly sealed: NonNullable<CustodianShare['sealed']> }
  readonly shares: readonly CustodianShare[]
  readonly next: string
}

/** The share of a custodian who is absent: sealed to their key, and read back as it was sealed. */
export function SealedTurn({ of, shares, next }: SealedTurnProps) {
  const { index, custodian, sealed } = of
  const { file } = sealed
  const client = useClient()
  const { follow } = useCeremony()
  const [choosing, setChoosing] = useState(false)
  const seal = useAction(async (folder: Chosen) =>
    follow(await client.call('ceremony.sealShare', { index, folder })),
  )
  const readBack = useAction(async () =>
    follow(await client.call('ceremony.readBackSealed', { index })),
  )
  const choose = (
    <Button
      kind={file === null ? 'primary' : 'secondary'}
      large
      busy={seal.busy}
      icon={<FileLock2 size={20} aria-hidden="true" />}
      onClick={() => {
        readBack.forget()
        setChoosing(true)
      }}
    >
      {file === null ? 'Seal the share…' : 'Seal it again, on another drive…'}
    </Button>
  )
  return (
    <Step
      instruction={
        file === null
          ? `${custodian} is absent. Their share is sealed to their key, and nobody sees it.`
          : 'One person reads the words of the sealed file aloud, another writes them down for its holder.'
      }
      next={next}
      actions={
        <Button
          kind={file === null ? 'secondary' : 'primary'}
          large
          busy={readBack.busy}
          disabled={file === null}
          onClick={() => void readBack.run()}
        >
          Read it back from the drive
        </Button>
      }
    >
      {file === null ? (
        <Card title="The key in 32 words">
          <p>
            The key is the one that you agreed to with the plan ({words.sealedShareForms[sealed.to]}
            ). These are the words of its fingerprint:
          </p>
          <HashWords name="The key in 32 words" words={sealed.recipientWords} />
        </Card>
      ) : (
        <Card title="The sealed file in 32 words">
          <p>
            It was sealed into <code>{file.paths[0]}</code>. Both files there go to {custodian}.
            That they can open it, they alone can show: they send what{' '}
            <code>keyclave share acknowledge</code> says.
          </p>
          <HashWords name="The sealed file in 32 words" words={file.words} />
        </Card>
      )}
      <Row>{choose}</Row>
      <Problem of={seal.problem ?? readBack.problem} />
      <Custodians shares={shares} current={index} />
      {choosing && (
        <Picker
          title={`Where to put ${custodian}’s sealed share`}
          wanted={{ kind: 'folder' }}
          onCancel={() => setChoosing(false)}
          onChoose={([folder]) => {
            setChoosing(false)
            if (folder !== undefined) void seal.run(folder)
          }}
        />
      )}
    </Step>
  )
}
