/** What both shells show and serve: the built window, and the router behind it. */
import type { EventName, Payload } from '../../shared/contract.ts'
import type { Json } from '../../shared/json.ts'
import { createHandlers } from '../handlers.ts'
import { checkedEvent, createRouter, type Dispatch, type Origins } from '../router.ts'
import type { Emit, WindowServices, WindowSurroundings } from '../window-services.ts'
import { LINUX_NETWORK_FILES, readAirGap } from './air-gap.ts'
import type { CameraSwitch } from './camera.ts'
import type { Content } from './content.ts'
import { PICKER_PAGE } from './navigation.ts'
import { createRenewal } from './renewal.ts'

/** Makes the services behind the window's calls. */
export type MakeServices = (surroundings: WindowSurroundings) => WindowServices

export interface Surroundings {
  readonly shell: 'electron' | 'chromium'
  /** The only origins that may call. */
  readonly origins: Origins
  readonly version: string
  readonly platform: NodeJS.Platform
  readonly content: Content
  readonly camera: CameraSwitch
  readonly makeServices: MakeServices
  /** Hands a checked event to the page. */
  readonly send: (name: EventName, payload: Json) => void
  /** Closes the window without asking: a person has said so. */
  readonly close: () => void | Promise<void>
  /**
   * Shows the window anew, with new processes, and ends those that showed it. Null: what shows it stays, and so
   * does what lies in its memory; for tests that go on with the page they hold.
   */
  readonly renew: (() => Promise<void>) | null
}

export interface Desktop {
  readonly content: Content
  readonly camera: CameraSwitch
  readonly dispatch: Dispatch
  /** To be called when a person has dropped files onto the window: only the shell can tell where they lie. */
  readonly drop: (paths: readonly string[]) => Promise<void>
  readonly emit: Emit
  /**
   * To be called when somebody wants to close the window. Where something is under way it must stay open:
   * the page asks, and closes it by `app.close`.
   */
  readonly mayClose: () => boolean
  /** To be called when the page has failed: a new window says what holds, and goes on. */
  readonly crashed: () => Promise<void>
  /** To be called when the window has closed: what was under way is void, and memory is wiped. */
  readonly end: () => Promise<void>
}

/** Puts content, handlers and router together for one shell. */
export function createDesktop(surroundings: Surroundings): Desktop {
  const { shell, origins, version, platform, content, camera, send, close, renew } = surroundings
  const emit: Emit = (name, payload) => {
    if (name === 'app.locked') void camera.close()
    send(name, checkedEvent(name, payload))
  }
  const networkFiles = platform === 'linux' ? LINUX_NETWORK_FILES : null
  const airGap = () => readAirGap(networkFiles)
  const services = surroundings.makeServices({ airGap, emit })
  const tell = (payload: Payload<'app.renewing'>) => emit('app.renewing', payload)
  const renewal =
    renew &&
    createRenewal(
      services,
      () => {
        services.files.choices.forget()
        return renew()
      },
      tell,
    )
  const handlers = createHandlers({
    ...services,
    about: () => ({ version, shell, airGap: airGap(), ...renewal?.facts() }),
    pickerPage: `${origins.picker}${PICKER_PAGE}`,
    camera,
    close,
  })
  const mayClose = (): boolean => {
    const underWay = services.session.underWay()
    if (underWay.length === 0) return true
    emit('app.closing', { underWay })
    return false
  }
  const route = createRouter(origins, handlers, {
    seals: services.seals,
    choices: services.files.choices,
  })
  const dispatch: Dispatch = async (sender, name, payload) => {
    const reply = await route(sender, name, payload)
    renewal?.look()
    return reply
  }
  const crashed = async (): Promise<void> => {
    await camera.close()
    await renewal?.renew('crash')
  }
  const drop = async (paths: readonly string[]): Promise<void> => {
    // Behind the cover there is nobody to tell.
    if (!services.session.lock.isLocked()) await services.files.drop(paths)
  }
  return { content, camera, dispatch, drop, emit, mayClose, crashed, end: services.session.end }
}
