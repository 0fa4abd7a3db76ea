import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import type { FoundCode } from '../../../shared/code-reader.ts'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { greyOf } from '../../../shared/grey-picture.ts'
import { asProblem } from '../../boundary/problem.ts'

/** Milliseconds between frames, so that the window answers meanwhile. */
const PAUSE = 60
/** Frames without a code after which what was said of the last one is taken back. */
const FORGET_AFTER = 12

/** What the camera sees now. */
export type Sight = 'nothing' | 'damaged' | 'code'

interface Scan {
  readonly video: RefObject<HTMLVideoElement | null>
  readonly running: boolean
  /** The last code is still being checked: no other is looked for. */
  readonly busy: boolean
}

/**
 * Looks for codes in a video, frame by frame. A frame exists in one canvas, which is emptied as soon as it
 * was looked at; it is not stored and goes nowhere.
 *
 * @param onCode gets the text of each code once, until another one is seen
 */
export function useScan(
  { video, running, busy }: Scan,
  onCode: (text: string) => void,
): { readonly sight: Sight; readonly problem: KeyclaveError | null } {
  const [sight, setSight] = useState<Sight>('nothing')
  const [problem, setProblem] = useState<KeyclaveError | null>(null)
  const onSeen = useEffectEvent(onCode)
  const isBusy = useEffectEvent(() => busy)

  useEffect(() => {
    if (!running) return
    const stopped = new AbortController()
    const look = async (): Promise<void> => {
      // Loaded with the first scan: the decoder is a megabyte.
      const { codeReader } = await import('./code-reader.ts')
      const reader = await codeReader
      const canvas = document.createElement('canvas')
      let last = ''
      let without = 0
      let turn = 0
      while (!stopped.signal.aborted) {
        if (isBusy()) {
          await pause(stopped.signal)
          continue
        }
        const frame = takeFrame(video.current, canvas)
        const codes = frame ? await reader.glance(frame, turn) : []
        frame?.data.fill(0)
        turn += 1
        if (stopped.signal.aborted) break
        const text = textIn(codes)
        without = codes.length > 0 ? 0 : without + 1
        if (codes.length > 0) setSight(text === null ? 'damaged' : 'code')
        if (without === FORGET_AFTER) {
          last = ''
          setSight('nothing')
        }
        if (text !== null && text !== last) {
          last = text
          onSeen(text)
        }
        await pause(stopped.signal)
      }
      last = ''
    }
    look().catch((error: unknown) => setProblem(asProblem(error)))
    return () => stopped.abort()
  }, [running, video])
  return { sight, problem }
}

/** Null while the video has no picture yet. */
function takeFrame(video: HTMLVideoElement | null, canvas: HTMLCanvasElement) {
  if (video === null || video.videoWidth === 0) return null
  const { videoWidth: width, videoHeight: height } = video
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) return null
  pen.drawImage(video, 0, 0)
  const { data } = pen.getImageData(0, 0, width, height)
  pen.clearRect(0, 0, width, height)
  const frame = greyOf(width, height, data)
  data.fill(0)
  return frame
}

/** Of several codes, one that says it is a share. */
function textIn(codes: readonly FoundCode[]): string | null {
  const texts = codes.flatMap(code => (code.kind === 'text' ? [code.text] : []))
  return texts.find(text => text.startsWith('KEYCLAVE:')) ?? texts[0] ?? null
}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, PAUSE)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
