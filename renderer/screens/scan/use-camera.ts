import { useCallback, useEffect, useState } from 'react'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { useMainEvent } from '../../boundary/use-event.ts'
import { useWindowBlur } from '../../boundary/use-window-blur.ts'

/** A camera that can be chosen. */
interface CameraChoice {
  readonly id: string
  readonly name: string
}

export type Camera =
  | { readonly state: 'starting' }
  | {
      readonly state: 'on'
      readonly stream: MediaStream
      readonly cameras: readonly CameraChoice[]
    }
  /** The window was left: nobody is looking, so the camera does not either. */
  | { readonly state: 'paused' }
  | { readonly state: 'refused'; readonly problem: KeyclaveError }

const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 } } as const

/**
 * Turns the camera on while the component is shown, and off when it is left, when the window loses the
 * focus, and under the cover. The main side allows the camera from `camera.open` to `camera.close`.
 *
 * @param chosen the camera; null: the one the system prefers
 */
export function useCamera(chosen: string | null): {
  readonly camera: Camera
  readonly restart: () => void
} {
  const client = useClient()
  const [camera, setCamera] = useState<Camera>({ state: 'starting' })
  const [turn, setTurn] = useState(0)
  const paused = camera.state === 'paused'
  const pause = (): void => {
    if (camera.state === 'on') setCamera({ state: 'paused' })
  }
  useWindowBlur(pause)
  useMainEvent('app.locked', pause)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` starts it again
  useEffect(() => {
    if (paused) return
    let stream: MediaStream | null = null
    let left = false
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const start = async (): Promise<void> => {
      await client.call('camera.open', {})
      stream = await openStream(chosen)
      if (left) return stop()
      for (const track of stream.getTracks()) {
        track.addEventListener('ended', () => {
          if (!left) setCamera({ state: 'refused', problem: refuse('CAMERA_BUSY', {}) })
        })
      }
      const cameras = await listCameras()
      if (!left) setCamera({ state: 'on', stream, cameras })
    }
    setCamera({ state: 'starting' })
    const started = start().catch((error: unknown) => {
      if (!left) setCamera({ state: 'refused', problem: problemOf(error) })
    })
    return () => {
      left = true
      stop()
      // After a start that is still under way, or the camera would stay allowed.
      void started.then(() => client.call('camera.close', {})).catch(() => {})
    }
  }, [client, chosen, paused, turn])

  const restart = useCallback(() => {
    setCamera({ state: 'starting' })
    setTurn(before => before + 1)
  }, [])
  return { camera, restart }
}

const openStream = (chosen: string | null): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({
    audio: false,
    video: {
      ...WANTED,
      ...(chosen === null ? { facingMode: 'environment' } : { deviceId: { exact: chosen } }),
    },
  })

async function listCameras(): Promise<CameraChoice[]> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId, label }, i) => ({ id: deviceId, name: label || `Camera ${i + 1}` }))
}

/** The names of the browser's errors: Media Capture and Streams, getUserMedia. */
function problemOf(error: unknown): KeyclaveError {
  if (!(error instanceof DOMException)) return asProblem(error)
  if (error.name === 'NotAllowedError') return refuse('CAMERA_DENIED', {})
  if (error.name === 'NotFoundError') return refuse('CAMERA_NONE', {})
  return refuse('CAMERA_BUSY', {})
}
