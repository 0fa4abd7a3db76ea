import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import type { About, Payload } from '../shared/contract.ts'
import type { KeyclaveError } from '../shared/errors.ts'
import type { SettingsStanding } from '../shared/settings.ts'
import { useClient } from './boundary/client.tsx'
import { asProblem } from './boundary/problem.ts'
import { applyAppearance, SettingsContext, type SettingsHere } from './boundary/settings.tsx'
import { useMainEvent } from './boundary/use-event.ts'
import { usePersonAtWork } from './boundary/use-person.ts'
import { Problem, RemedyContext } from './design/problem.tsx'
import { ApprovalsProvider } from './screens/approval/approvals.tsx'
import { CeremonyScreen } from './screens/ceremony/ceremony-screen.tsx'
import { confirmClockFor } from './screens/clock/confirm-clock.tsx'
import { DrillScreen } from './screens/drill/drill-screen.tsx'
import { FrontDoor, type Way } from './screens/front-door/front-door.tsx'
import { HelpProvider } from './screens/help/help-provider.tsx'
import { CoveredScreen } from './screens/lock/covered-screen.tsx'
import { IdleWarning } from './screens/lock/idle-warning.tsx'
import { MachineProvider } from './screens/machine/machine-provider.tsx'
import { KitScreen } from './screens/quorum/kit-screen.tsx'
import { RecoveryScreen } from './screens/recovery/recovery-screen.tsx'
import { NewWindow } from './screens/renewal/new-window.tsx'
import { RenewingScreen } from './screens/renewal/renewing-screen.tsx'
import { useWindowTitle } from './screens/section/window-title.ts'
import { SettingsProvider } from './screens/settings/settings-provider.tsx'
import { VaultDoor } from './screens/vault/vault-door.tsx'
import { Workspace } from './screens/workspace/workspace.tsx'
import { CoverContext } from './session/cover.tsx'
import { DraftsProvider } from './session/drafts.tsx'
import { PeopleProvider } from './session/people.tsx'
import {
  type Desk,
  DeskContext,
  homeOf,
  type Session,
  useDesk,
  type View,
} from './session/session.tsx'

interface Standing {
  readonly about: About
  readonly session: Session
  readonly settings: SettingsStanding
  readonly view: View
  /** What stands behind the cover; false: the window was loaded while it was covered. */
  readonly drawn: boolean
}

/** The window: asks where everything stands, then shows the screen that belongs there. */
export function App() {
  const client = useClient()
  const [standing, setStanding] = useState<Standing | null>(null)
  const [problem, setProblem] = useState<KeyclaveError | null>(null)
  const [renewing, setRenewing] = useState<Payload<'app.renewing'> | null>(null)
  const [reason, setReason] = useState<'asked' | 'idle' | null>(null)
  const [uncovered, setUncovered] = useState(0)
  usePersonAtWork(standing !== null && !standing.session.locked)

  const arrive = useCallback(async () => {
    try {
      const [about, session, settings] = await Promise.all([
        client.call('app.about', {}),
        client.call('app.session', {}),
        client.call('app.settings', {}),
      ])
      const view = startOf(about, session)
      setStanding({ about, session, settings, view, drawn: !session.locked })
    } catch (error) {
      setProblem(asProblem(error))
    }
  }, [client])
  useEffect(() => void arrive(), [arrive])

  const refresh = useCallback(async () => {
    const session = await client.call('app.session', {})
    setStanding(before => before && { ...before, session })
    return session
  }, [client])

  useMainEvent('app.renewing', setRenewing)
  useMainEvent('app.locked', ({ reason }) => {
    setReason(reason)
    setStanding(before => before && { ...before, session: { ...before.session, locked: true } })
    // What is kept is known there.
    refresh().catch(error => setProblem(asProblem(error)))
  })
  const uncover = useCallback(async () => {
    if (standing?.drawn) await refresh()
    else await arrive()
    setUncovered(before => before + 1)
  }, [standing?.drawn, refresh, arrive])

  const desk = useMemo<Desk | null>(() => {
    if (standing === null) return null
    const { about, session } = standing
    return {
      about,
      session,
      refresh,
      go: async view => {
        const [fresh, now] = await Promise.all([
          client.call('app.session', {}),
          client.call('app.about', {}),
        ])
        setStanding(
          before => before && { ...before, about: now, session: fresh, view, drawn: true },
        )
      },
      lock: () => void client.call('app.lock', {}).catch(error => setProblem(asProblem(error))),
    }
  }, [standing, refresh, client])

  const standingSettings = standing?.settings
  const settings = useMemo<SettingsHere | null>(
    () =>
      standingSettings === undefined
        ? null
        : {
            standing: standingSettings,
            save: async changed => {
              const saved = await client.call('settings.save', changed)
              setStanding(before => before && { ...before, settings: saved })
            },
          },
    [standingSettings, client],
  )
  useLayoutEffect(() => {
    if (standingSettings !== undefined) {
      applyAppearance(document.documentElement, standingSettings.settings)
    }
  }, [standingSettings])

  if (renewing !== null) return <RenewingScreen of={renewing} />
  if (problem !== null) return <Problem of={problem} />
  if (standing === null || desk === null || settings === null) return null
  const { session, view, drawn } = standing
  const { renewed } = standing.about
  return (
    <DeskContext value={desk}>
      <SettingsContext value={settings}>
        <CoverContext value={uncovered}>
          {session.locked ? (
            <CoveredScreen session={session} reason={reason} onUncovered={uncover} />
          ) : (
            <IdleWarning />
          )}
          {/* What people have typed stays in its place behind the cover. */}
          <div hidden={session.locked}>
            {drawn && (
              <HelpProvider>
                <SettingsProvider>
                  <DraftsProvider>
                    <PeopleProvider>
                      <RemedyContext value={confirmClockFor}>
                        <ApprovalsProvider>
                          <MachineProvider>
                            <Screen view={view} />
                            {renewed !== undefined && <NewWindow of={renewed} />}
                          </MachineProvider>
                        </ApprovalsProvider>
                      </RemedyContext>
                    </PeopleProvider>
                  </DraftsProvider>
                </SettingsProvider>
              </HelpProvider>
            )}
          </div>
        </CoverContext>
      </SettingsContext>
    </DeskContext>
  )
}

/** Where a window begins: one that took another's place, where that was. */
function startOf({ renewed }: About, session: Session): View {
  if (renewed === undefined || renewed.screen === null) return homeOf(session)
  switch (renewed.screen) {
    case 'drill':
      return { screen: 'drill', setId: null }
    case 'recovery':
      return { screen: 'recovery', over: true }
    case 'ceremony':
      return { screen: 'ceremony' }
  }
}

const viewOf = (way: Way): View =>
  way === 'rehearsal' ? { screen: 'ceremony', rehearsal: true } : { screen: way }

/** What the title of the window says of a screen; null: the part of the vault says it. */
function placeOf(view: View): string | null {
  switch (view.screen) {
    case 'door':
      return ''
    case 'workspace':
      return null
    case 'vault':
      return 'opening a vault'
    case 'kit':
      return 'recovery kit'
    default:
      return view.screen
  }
}

function Screen({ view }: { view: View }) {
  const { about, go } = useDesk()
  useWindowTitle(placeOf(view))
  switch (view.screen) {
    case 'door':
      return (
        <FrontDoor
          about={about}
          onChoose={way => void go(viewOf(way))}
          onOpen={path => void go({ screen: 'vault', path })}
        />
      )
    case 'ceremony':
      return <CeremonyScreen replaces={view.replaces ?? null} rehearsal={view.rehearsal ?? false} />
    case 'recovery':
      return <RecoveryScreen over={view.over ?? false} />
    case 'drill':
      return <DrillScreen setId={view.setId} unlocks={view.unlocks ?? null} />
    case 'vault':
      return <VaultDoor chosen={view.path ?? null} />
    case 'workspace':
      return <Workspace view={view} />
    case 'kit':
      return <KitScreen />
  }
}
