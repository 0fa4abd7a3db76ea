import {
  Archive,
  EyeOff,
  IdCard,
  KeyRound,
  LayoutDashboard,
  LifeBuoy,
  Megaphone,
  Scale,
  ScrollText,
  Siren,
  TableProperties,
  UserRoundPen,
  UsersRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Mark } from '../../design/mark.tsx'
import { Problem } from '../../design/problem.tsx'
import { type Section, useDesk, type WorkspaceView } from '../../session/session.tsx'
import { Backups } from '../backups/backups.tsx'
import { HandOver } from '../deliveries/hand-over.tsx'
import { DestructionScreen } from '../destruction/destruction-screen.tsx'
import { nameOf } from '../files/path.ts'
import { Aids } from '../help/aids.tsx'
import { Incident } from '../incident/incident.tsx'
import { BackupKeysPage } from '../keys/backup-keys-page.tsx'
import { KeyPage } from '../keys/key-page.tsx'
import { Keys } from '../keys/keys-section.tsx'
import { PastCeremony } from '../past-ceremony/past-ceremony.tsx'
import { PeopleSection } from '../people/people-section.tsx'
import { PolicySection } from '../people/policy-section.tsx'
import { RoomButton } from '../person/room-roll.tsx'
import { QuorumScreen } from '../quorum/quorum-screen.tsx'
import { RegisterSection } from '../register/register-section.tsx'
import { AirGap } from '../status/air-gap.tsx'
import { StatusLists } from '../status-list/status-lists.tsx'
import { AuditLog } from './audit-log.tsx'
import { Ceremonies } from './ceremonies.tsx'
import { CheckCard } from './check-card.tsx'
import { Overview } from './overview.tsx'
import { RecoverySection } from './recovery-section.tsx'
import classes from './workspace.module.css'

const SECTIONS = [
  { id: 'overview', title: 'Overview', Icon: LayoutDashboard },
  { id: 'ceremonies', title: 'Ceremonies', Icon: UsersRound },
  { id: 'keys', title: 'Keys', Icon: KeyRound },
  { id: 'backups', title: 'Backups', Icon: Archive },
  { id: 'recovery', title: 'Recovery', Icon: LifeBuoy },
  { id: 'incident', title: 'Incident', Icon: Siren },
  { id: 'register', title: 'Share register', Icon: TableProperties },
  { id: 'cards', title: 'Check a card', Icon: IdCard },
  { id: 'people', title: 'People', Icon: UserRoundPen },
  { id: 'policy', title: 'Policy', Icon: Scale },
  { id: 'status', title: 'Status lists', Icon: Megaphone },
  { id: 'audit', title: 'Audit log', Icon: ScrollText },
] as const

const SCREENS: { readonly [Id in Exclude<Section, 'incident'>]: () => ReactNode } = {
  overview: () => <Overview />,
  ceremonies: () => <Ceremonies />,
  keys: () => <Keys />,
  backups: () => <Backups />,
  recovery: () => <RecoverySection />,
  register: () => <RegisterSection />,
  cards: () => <CheckCard />,
  people: () => <PeopleSection />,
  policy: () => <PolicySection />,
  status: () => <StatusLists />,
  audit: () => <AuditLog />,
}

/** The part that a page of its own belongs to. */
function partOf(view: WorkspaceView): Section {
  switch (view.section) {
    case 'quorum':
      return 'overview'
    case 'ceremony':
      return 'ceremonies'
    case 'key':
    case 'delivery':
    case 'backup-keys':
    case 'destruction':
      return 'keys'
    default:
      return view.section
  }
}

function screenOf(view: WorkspaceView): ReactNode {
  switch (view.section) {
    case 'quorum':
      return <QuorumScreen setId={view.setId} />
    case 'key':
      return <KeyPage id={view.key} />
    case 'delivery':
      return <HandOver id={view.key} version={view.version} />
    case 'incident':
      return <Incident suspect={view.suspect ?? null} />
    case 'destruction':
      return <DestructionScreen item={view.item} setId={view.setId} />
    case 'backup-keys':
      return <BackupKeysPage setId={view.setId} />
    case 'ceremony':
      return <PastCeremony ceremony={view.ceremony} />
    default:
      return SCREENS[view.section]()
  }
}

/** The open vault: its parts on the left, its state above. */
export function Workspace({ view }: { view: WorkspaceView }) {
  const section = partOf(view)
  const client = useClient()
  const { about, session, go, lock } = useDesk()
  const close = useAction(async () => {
    await client.call('vault.close', {})
    await go({ screen: 'door' })
  })
  const { vault } = session
  return (
    <div className={classes.workspace}>
      <header className={classes.header}>
        <div className={classes.vault}>
          <Mark size={30} />
          <div>
            <strong>{vault === null ? 'No vault' : nameOf(vault.path)}</strong>
            {vault?.readOnly && <span className={classes.readOnly}>for reading only</span>}
          </div>
        </div>
        <div className={classes.state}>
          <AirGap about={about} />
          <span className={classes.version}>
            Keyclave {about.version} · {about.shell === 'electron' ? 'Electron' : 'Chromium'}
          </span>
          <Aids />
          <Button kind="quiet" busy={close.busy} onClick={() => void close.run()}>
            Close vault
          </Button>
          <Button icon={<EyeOff size={18} aria-hidden="true" />} onClick={lock}>
            Cover
          </Button>
        </div>
      </header>
      <nav className={classes.nav} aria-label="Parts of the vault">
        {SECTIONS.map(({ id, title, Icon }) => (
          <button
            key={id}
            type="button"
            className={classes.section}
            aria-current={id === section ? 'page' : undefined}
            onClick={() => void go({ screen: 'workspace', section: id })}
          >
            <Icon size={20} strokeWidth={1.8} aria-hidden="true" />
            {title}
          </button>
        ))}
        <div className={classes.room}>
          <RoomButton />
        </div>
      </nav>
      <main className={classes.main} key={JSON.stringify(view)}>
        <Problem of={close.problem} />
        {screenOf(view)}
      </main>
    </div>
  )
}
