import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'

/** At the foot of what was opened from the list of backups. */
export const WayBack = ({ onLeave }: { onLeave: () => void }) => (
  <Row>
    <Button large onClick={onLeave}>
      Back to the backups
    </Button>
  </Row>
)
