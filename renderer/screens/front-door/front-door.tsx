import { FolderLock, LifeBuoy, UsersRound } from 'lucide-react'
import type { About } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Heading } from '../../design/heading.tsx'
import { Mark } from '../../design/mark.tsx'
import { Aids } from '../help/aids.tsx'
import { DamagedSettings } from '../settings/settings-view.tsx'
import { AirGap } from '../status/air-gap.tsx'
import classes from './front-door.module.css'
import { RecentVaults } from './recent-vaults.tsx'

export type Way = 'ceremony' | 'rehearsal' | 'recovery' | 'vault' | 'kit'

const WAYS = [
  {
    way: 'ceremony',
    Icon: UsersRound,
    title: 'Start a ceremony',
    text: 'Make new master keys and hand out shares. The custodians, the administrator and the recovery officer are in the room.',
  },
  {
    way: 'recovery',
    Icon: LifeBuoy,
    title: 'Recover now',
    text: 'Open a backup or a key again. Bring enough share cards and the passphrase; no vault and no kit are needed.',
  },
  {
    way: 'vault',
    Icon: FolderLock,
    title: 'Open a vault',
    text: 'Make backups, look at keys and earlier ceremonies, and read the audit log. Opens no secret.',
  },
] as const

interface FrontDoorProps {
  readonly about: About
  readonly onChoose: (way: Way) => void
  /** A vault that was opened before. */
  readonly onOpen: (vault: string) => void
}

/** The first screen: three ways in. In an emergency the second is one click away. */
export function FrontDoor({ about, onChoose, onOpen }: FrontDoorProps) {
  return (
    <main className={classes.page}>
      <header className={classes.brand}>
        <Mark size={56} />
        <div>
          <p className={classes.name}>Keyclave</p>
          <p className={classes.claim}>
            Nothing opens without a quorum of people and a passphrase.
          </p>
        </div>
      </header>
      <DamagedSettings />
      <Heading readAloud>What are you here to do?</Heading>
      <nav className={classes.ways} aria-label="What to do">
        {WAYS.map(({ way, Icon, title, text }) => (
          <div key={way} className={classes.way}>
            <Icon size={30} strokeWidth={1.6} aria-hidden="true" />
            <button
              type="button"
              className={classes.wayTitle}
              aria-describedby={`way-${way}`}
              onClick={() => onChoose(way)}
            >
              {title}
            </button>
            <p className={classes.wayText} id={`way-${way}`}>
              {text}
            </p>
            {way === 'ceremony' && (
              <div className={classes.wayMore}>
                <Button onClick={() => onChoose('rehearsal')}>Rehearse one first</Button>
              </div>
            )}
            {way === 'vault' && (
              <div className={classes.wayMore}>
                <Button onClick={() => onChoose('kit')}>Look at a recovery kit</Button>
              </div>
            )}
          </div>
        ))}
      </nav>
      <RecentVaults onOpen={onOpen} />
      <footer className={classes.foot}>
        <AirGap about={about} />
        <span>
          Keyclave {about.version} · {about.shell === 'electron' ? 'Electron' : 'Chromium'} window
        </span>
        <div className={classes.aids}>
          <Aids />
        </div>
      </footer>
    </main>
  )
}
