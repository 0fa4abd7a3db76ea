import { Camera } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../../shared/chosen.ts'
import { useClient } from '../../../boundary/client.tsx'
import { asProblem } from '../../../boundary/problem.ts'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Row } from '../../../design/layout.tsx'
import { Problem } from '../../../design/problem.tsx'
import { Step } from '../../../design/steps.tsx'
import { Picker } from '../../files/picker.tsx'
import { Scanner } from '../../scan/scanner.tsx'
import { CardEntry } from '../../share/card-entry.tsx'
import { useCardWords } from '../../share/use-card-words.ts'
import { countFilled } from '../../share/word-entry.ts'
import { type CustodianShare, useCeremony } from '../frame/state.ts'

interface ReadBackProps {
  readonly of: CustodianShare
  /** Whether the plan lets a picture stand for the card. */
  readonly pictures: boolean
  readonly next: string
  readonly onBack: () => void
}

/** The custodian reads the card back: the camera its code, or all 40 words typed. Not from the screen. */
export function ReadBack({ of: { index, custodian }, pictures, next, onBack }: ReadBackProps) {
  const client = useClient()
  const { follow } = useCeremony()
  const [scanning, setScanning] = useState(false)
  const [picking, setPicking] = useState(false)
  const card = useCardWords()
  const check = useAction(async () => {
    try {
      const words = [...card.words]
      follow(await client.call('ceremony.readBackShare', { index, words }))
    } catch (error) {
      card.mark(asProblem(error))
      throw error
    }
  })
  const scan = async (text: string): Promise<void> =>
    follow(await client.call('ceremony.readBackCode', { index, text }))
  const checkCode = useAction(scan)
  const checkFile = useAction(async (path: Chosen) =>
    follow(await client.call('ceremony.readBackFile', { index, path })),
  )
  const whole = countFilled(card.words) === card.words.length
  return (
    <Step
      instruction={
        scanning
          ? `${custodian}, hold your card in front of the camera.`
          : `${custodian}, type the 40 words from your card.`
      }
      alone={custodian}
      next={next}
      actions={
        <>
          <Button large onClick={onBack}>
            Back to the share
          </Button>
          {!scanning && (
            <Button
              kind="primary"
              large
              busy={check.busy}
              disabled={!whole}
              onClick={() => void check.run()}
            >
              Check the card
            </Button>
          )}
        </>
      }
    >
      {scanning ? (
        <Scanner onShare={scan} onWords={() => setScanning(false)} />
      ) : (
        <>
          <Row>
            <Button
              icon={<Camera size={18} aria-hidden="true" />}
              onClick={() => {
                check.forget()
                checkFile.forget()
                setScanning(true)
              }}
            >
              Scan the card with the camera
            </Button>
            {pictures && (
              <Button busy={checkFile.busy} onClick={() => setPicking(true)}>
                Take the card from a picture…
              </Button>
            )}
          </Row>
          <CardEntry
            card={card}
            onFinish={() => whole && void check.run()}
            onCode={text => void checkCode.run(text)}
          />
          <Problem of={check.problem ?? checkCode.problem ?? checkFile.problem} />
        </>
      )}
      {picking && (
        <Picker
          title="A picture of the card, or its PDF"
          wanted={{ kind: 'file' }}
          onCancel={() => setPicking(false)}
          onChoose={([path]) => {
            setPicking(false)
            if (path !== undefined) void checkFile.run(path)
          }}
        />
      )}
    </Step>
  )
}
