import { useState } from 'react'
import { refuse } from '../../../shared/errors.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/settings.ts'
import { useSettingsHere } from '../../boundary/settings.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { CheckField, SelectField } from '../../design/field.tsx'
import { Heading } from '../../design/heading.tsx'
import { Card, Lead, Row, Stack } from '../../design/layout.tsx'
import { Overlay } from '../../design/overlay.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { useHelp } from '../../session/help.tsx'
import classes from './settings-view.module.css'

const MINUTE = 60
const COVER_MINUTES = [1, 2, 5, 15, 30, 60, 240]
const GLANCE_SECONDS = [15, 30, 60, 120, 300, 600, 900]

/** Each change holds at once, and is kept on this machine. */
export function SettingsView({ onClose }: { onClose: () => void }) {
  const { standing, save } = useSettingsHere()
  const { open: openHelp } = useHelp()
  const { settings, path } = standing
  const [isKept, setKept] = useState(false)
  const keep = useAction(async (changed: Settings) => {
    await save(changed)
    setKept(true)
  })
  const change = (part: Partial<Settings>): void => {
    setKept(false)
    void keep.run({ ...settings, ...part })
  }
  const isDefault = JSON.stringify(settings) === JSON.stringify(DEFAULT_SETTINGS)
  return (
    <Overlay title="Settings" onClose={onClose}>
      <div className={classes.page}>
        <Stack roomy>
          <Stack>
            <Heading>Settings of this machine</Heading>
            <Lead>
              They are kept in <code>{path}</code>, for whoever uses this account, and in no vault.
              None of them makes a share, a key or a backup weaker. Each change holds at once.
            </Lead>
            <Button kind="quiet" onClick={() => openHelp({ topic: 'settings', slug: null })}>
              What each of them means
            </Button>
          </Stack>
          <DamagedSettings />
          <div className={classes.cards}>
            <Card title="What is on the screen">
              <SelectField
                label="The screen covers itself after"
                hint="Without anybody at the keyboard or the mouse; it says so before. Nothing is lost behind the cover, and nothing ends by itself."
                value={String(settings.coverMinutes)}
                options={offered(COVER_MINUTES, settings.coverMinutes, MINUTE)}
                onChange={minutes => change({ coverMinutes: Number(minutes) })}
              />
              <SelectField
                label="A card or a passphrase stays on the screen for"
                hint="After the last key. Copying a card by hand takes about four minutes. It goes at once when the window loses the focus."
                value={String(settings.glanceSeconds)}
                options={offered(GLANCE_SECONDS, settings.glanceSeconds, 1)}
                onChange={seconds => change({ glanceSeconds: Number(seconds) })}
              />
            </Card>
            <Card title="Paper">
              <SelectField
                label="Paper in the printer"
                hint="Offered first wherever something is printed or saved as a page, and taken by the command line."
                value={settings.paper}
                options={[
                  { value: 'a4', label: 'A4' },
                  { value: 'letter', label: 'US Letter' },
                ]}
                onChange={paper => change({ paper })}
              />
            </Card>
            <Card title="Appearance">
              <SelectField
                label="Light or dark"
                value={settings.appearance}
                options={[
                  { value: 'system', label: 'As the system has it' },
                  { value: 'light', label: 'Light' },
                  { value: 'dark', label: 'Dark' },
                ]}
                onChange={appearance => change({ appearance })}
              />
              <CheckField
                label="Large type"
                hint="Everything a quarter larger. Ctrl and plus make it larger still."
                checked={settings.largeType}
                onChange={largeType => change({ largeType })}
              />
            </Card>
          </div>
          <Row>
            <Button busy={keep.busy} disabled={isDefault} onClick={() => change(DEFAULT_SETTINGS)}>
              Back to what Keyclave comes with
            </Button>
            <span role="status">{isKept && 'Kept.'}</span>
          </Row>
          <Problem of={keep.problem} />
        </Stack>
      </div>
    </Overlay>
  )
}

/** What can be chosen, and what is set although it is not among it. */
const offered = (choices: readonly number[], now: number, seconds: number) =>
  [...new Set([...choices, now])]
    .sort((one, other) => one - other)
    .map(choice => ({ value: String(choice), label: exactly(choice * seconds) }))

/** What somebody set by hand is not rounded. */
function exactly(seconds: number): string {
  if (seconds % 3600 === 0) return formatCount(seconds / 3600, 'hour')
  return seconds % 60 === 0 ? formatCount(seconds / 60, 'minute') : formatCount(seconds, 'second')
}

/** Says that the file of settings was not used; nothing where it was. */
export function DamagedSettings() {
  const { path, problem } = useSettingsHere().standing
  if (problem === null) return null
  return <Problem of={refuse('SETTINGS_DAMAGED', { path, problem })} />
}
