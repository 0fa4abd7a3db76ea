import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { LOGS } from '../files/wanted.ts'
import { SoundLog } from './sound-log.tsx'

/** A log that was saved as a file, here or elsewhere, is verified by itself: no vault takes part. */
export function CheckSavedLog() {
  const client = useClient()
  const [file, setFile] = useDraft<Chosen | null>('check a saved log', null)
  const [sound, setSound] = useState<Output<'audit.verifyFile'> | null>(null)
  const check = useAction(async (saved: Chosen) => {
    setSound(null)
    setSound(await client.call('audit.verifyFile', { file: saved }))
  })
  return (
    <Card title="Check a saved log">
      <PathChoice
        label="Log file"
        wanted={LOGS}
        path={file}
        onChoose={next => {
          setFile(next)
          setSound(null)
          check.forget()
        }}
      />
      {sound !== null && <SoundLog of={sound} />}
      <Problem of={check.problem} />
      <Button
        busy={check.busy}
        disabled={file === null}
        onClick={() => {
          if (file !== null) void check.run(file)
        }}
      >
        Check the file
      </Button>
    </Card>
  )
}
