import { Camera as CameraIcon, Keyboard } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { judgeCode, notShare } from '../../../shared/scanned-code.ts'
import { asProblem } from '../../boundary/problem.ts'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { SelectField } from '../../design/field.tsx'
import { Row, Stack } from '../../design/layout.tsx'
import { Problem } from '../../design/problem.tsx'
import classes from './scanner.module.css'
import { useCamera } from './use-camera.ts'
import { type Sight, useScan } from './use-scan.ts'

interface ScannerProps {
  /** Takes the text of a share's code, and throws the refusal of it. */
  readonly onShare: (text: string) => Promise<void>
  /** The way without a camera. */
  readonly onWords: () => void
}

/** The viewfinder: shows what the camera sees, reads a card held in front of it, says what is wrong. */
export function Scanner({ onShare, onWords }: ScannerProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const { camera, restart } = useCamera(chosen)
  const video = useRef<HTMLVideoElement>(null)
  const take = useAction(onShare)
  const [other, setOther] = useState<KeyclaveError | null>(null)
  const stream = camera.state === 'on' ? camera.stream : null
  const scan = useScan({ video, running: stream !== null, busy: take.busy }, text => {
    take.forget()
    const problem = problemOf(text)
    setOther(problem)
    if (problem === null) void take.run(text)
  })

  useEffect(() => {
    if (video.current === null) return
    video.current.srcObject = stream
    // The browser refuses to play where the element has gone meanwhile.
    if (stream !== null) video.current.play().catch(() => {})
  }, [stream])

  return (
    <Stack>
      <div className={classes.finder} data-sight={scan.sight} hidden={camera.state === 'refused'}>
        <video
          ref={video}
          className={classes.picture}
          muted
          playsInline
          aria-label="What the camera sees"
        />
        {stream !== null && <div className={classes.frame} aria-hidden="true" />}
        {camera.state === 'starting' && <p className={classes.cover}>The camera is starting …</p>}
        {camera.state === 'paused' && (
          <div className={classes.cover}>
            <p>The camera is off, because this window was left.</p>
            <Button kind="primary" onClick={restart}>
              Turn it on again
            </Button>
          </div>
        )}
      </div>
      <p className={classes.sight} role="status">
        {stream !== null && sentenceFor(scan.sight, take.busy)}
      </p>
      {camera.state === 'refused' && <Problem of={camera.problem} />}
      <Problem of={other ?? take.problem ?? scan.problem} />
      {camera.state === 'on' && camera.cameras.length > 1 && (
        <SelectField
          label="Camera"
          value={chosen ?? idOf(camera.stream) ?? camera.cameras[0]?.id ?? ''}
          options={camera.cameras.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChosen}
        />
      )}
      <Row>
        <Button icon={<Keyboard size={18} aria-hidden="true" />} onClick={onWords}>
          Type the words instead
        </Button>
        {camera.state === 'refused' && (
          <Button icon={<CameraIcon size={18} aria-hidden="true" />} onClick={restart}>
            Try the camera again
          </Button>
        )}
      </Row>
    </Stack>
  )
}

/** Why a code is not worth asking about; null for a share. */
function problemOf(text: string): KeyclaveError | null {
  try {
    const code = judgeCode(text)
    return code.kind === 'other' ? notShare(code.what) : null
  } catch (error) {
    return asProblem(error)
  }
}

function sentenceFor(sight: Sight, busy: boolean): string {
  if (busy) return 'The card is being checked …'
  if (sight === 'damaged') {
    return 'There is a code, but part of it cannot be read. Hold the card flat, nearer, in even light.'
  }
  if (sight === 'code') return 'A code is in view.'
  return 'Hold the card so that its QR code fills the square. Nothing is recorded.'
}

const idOf = (stream: MediaStream): string | undefined =>
  stream.getVideoTracks()[0]?.getSettings().deviceId
