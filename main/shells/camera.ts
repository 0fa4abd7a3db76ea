import type { Camera } from '../handlers.ts'

/** The camera's switch, as the shell reads it when the page asks for the camera. */
export interface CameraSwitch extends Camera {
  readonly isOpen: () => boolean
}

/**
 * @param onChange told of each change, for a shell that grants and withdraws instead of being asked
 */
export function createCamera(
  onChange: (open: boolean) => void | Promise<void> = () => {},
): CameraSwitch {
  let open = false
  const set = (value: boolean) => async () => {
    open = value
    await onChange(value)
  }
  return { open: set(true), close: set(false), isOpen: () => open }
}
