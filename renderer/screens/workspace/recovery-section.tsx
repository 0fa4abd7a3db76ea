import { Button } from '../../design/button.tsx'
import { Card } from '../../design/layout.tsx'
import { useDesk } from '../../session/session.tsx'
import { Page } from '../section/page.tsx'

/** The way into a recovery from the vault. */
export function RecoverySection() {
  const { go } = useDesk()
  return (
    <Page
      title="Recovery"
      lead="Open a backup, a key or an identity again. The vault helps with its kit, and is not needed."
      action={
        <Button kind="primary" large onClick={() => void go({ screen: 'recovery' })}>
          Recover now
        </Button>
      }
    >
      <Card title="What to bring">
        <ol>
          <li>Enough custodians with their share cards: the kit says how many.</li>
          <li>The recovery officer with the passphrase.</li>
          <li>The drive with the backup, and an empty place to restore it to.</li>
        </ol>
      </Card>
      <Card title="What happens">
        <p>
          Each card is entered and judged by itself. When there are enough, the passphrase opens the
          quorum; then a backup is restored, or a key is exported. At the end Keyclave wipes what it
          worked with, and ends the window in which it was typed. If the window is closed, the
          recovery ends; under a cover it waits.
        </p>
      </Card>
    </Page>
  )
}
