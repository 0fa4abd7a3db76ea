/**
 * When a window is replaced: what was typed or shown in a browser lies in the memory of its processes until they end,
 * and nobody else can wipe it there.
 */
import type { About, Payload } from '../../shared/contract.ts'
import type { WindowServices } from '../window-services.ts'

export type RenewedAfter = Payload<'app.renewing'>['after']

/** What people do in the window with secrets, from one call to the next. */
const WITH_SECRETS = ['ceremony', 'recovery', 'drill'] as const
type WithSecrets = (typeof WITH_SECRETS)[number]

export interface Renewal {
  /** To be called after each call: replaces the window where something has just ended. */
  readonly look: () => void
  /** Replaces the window now. */
  readonly renew: (after: RenewedAfter) => Promise<void>
  /** What a page is told of the window that it is in. */
  readonly facts: () => Pick<About, 'renewed'>
}

/**
 * @param open ends what shows the window, once something new shows it in its place
 * @param tell says to the window as it is that it is about to be replaced, or that it could not be
 */
export function createRenewal(
  services: Pick<WindowServices, 'session' | 'ceremony' | 'recovery' | 'drill'>,
  open: () => Promise<void>,
  tell: (payload: Payload<'app.renewing'>) => void,
): Renewal {
  let before: readonly WithSecrets[] = []
  let due: WithSecrets | null = null
  let renewed: RenewedAfter | null = null
  let current: Promise<void> = Promise.resolve()

  const renew = (after: RenewedAfter): Promise<void> => {
    tell({ after, failed: false })
    current = current.then(async () => {
      const last = renewed
      renewed = after
      try {
        await open()
      } catch {
        renewed = last
        tell({ after, failed: true })
      }
    })
    return current
  }

  return {
    renew,
    look: () => {
      const underWay = services.session.underWay()
      const now = WITH_SECRETS.filter(what => underWay.includes(what))
      due = before.find(what => !now.includes(what)) ?? due
      before = now
      // Work that takes time answers to the page that asked for it.
      if (due === null || underWay.length > now.length) return
      void renew(due)
      due = null
    },
    facts: () =>
      renewed === null ? {} : { renewed: { after: renewed, screen: screenOf(services) } },
  }
}

/** Where something is under way, or its end has not been read. */
const screenOf = (services: Pick<WindowServices, WithSecrets>): WithSecrets | null =>
  WITH_SECRETS.find(what => services[what].state.step !== 'none') ?? null
