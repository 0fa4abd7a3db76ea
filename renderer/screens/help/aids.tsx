import { CircleHelp, Settings } from 'lucide-react'
import { Button } from '../../design/button.tsx'
import { useHelp } from '../../session/help.tsx'
import { useOpenSettings } from '../../session/settings.tsx'

/** What every screen offers beside its own work. */
export function Aids() {
  const { open } = useHelp()
  const openSettings = useOpenSettings()
  return (
    <>
      <Button
        kind="quiet"
        icon={<CircleHelp size={18} aria-hidden="true" />}
        aria-keyshortcuts="F1"
        onClick={() => open(null)}
      >
        Help
      </Button>
      <Button kind="quiet" icon={<Settings size={18} aria-hidden="true" />} onClick={openSettings}>
        Settings
      </Button>
    </>
  )
}
