import { Button } from '../../design/button.tsx'
import { type Suspect, useDesk } from '../../session/session.tsx'

/** The way to the course of an incident, with what it is about chosen. */
export function ReportCompromise({ suspect, name }: { suspect: Suspect; name: string }) {
  const { go } = useDesk()
  return (
    <Button
      aria-label={`Report a compromise: ${name}`}
      onClick={() => void go({ screen: 'workspace', section: 'incident', suspect })}
    >
      Report a compromise…
    </Button>
  )
}
