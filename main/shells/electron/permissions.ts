import { ELECTRON_ORIGIN, originOf } from '../navigation.ts'

/** What a page asks for, as both of Electron's permission handlers tell it. */
export interface PermissionQuestion {
  readonly permission: string
  readonly requestingUrl: string | undefined
  readonly isMainFrame: boolean
  readonly mediaTypes: readonly string[]
}

/**
 * Whether a page gets a permission: the camera for the app's own main frame while a card is being
 * scanned, and nothing else.
 */
export const isPermitted = (question: PermissionQuestion, cameraIsOpen: boolean): boolean =>
  cameraIsOpen &&
  question.permission === 'media' &&
  question.isMainFrame &&
  question.requestingUrl !== undefined &&
  originOf(question.requestingUrl) === ELECTRON_ORIGIN &&
  question.mediaTypes.length === 1 &&
  question.mediaTypes[0] === 'video'
