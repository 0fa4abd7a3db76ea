import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Empty } from '../../design/layout.tsx'
import { useDesk } from '../../session/session.tsx'
import { KeyTable } from '../keys/key-table.tsx'
import { Answered, Page } from '../section/page.tsx'

/** The sealed keys by what is public about them. Opening one takes a recovery. */
export function Keys() {
  const overview = useAnswer('vault.overview', {})
  const { go } = useDesk()
  return (
    <Page
      title="Keys"
      lead="Sealed to their quorum. Opening one takes the custodians and the passphrase."
      action={
        <Button large onClick={() => void go({ screen: 'recovery' })}>
          Export a key…
        </Button>
      }
    >
      <Answered answer={overview}>
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty title="No keys yet">
              Keys are named in a ceremony’s plan and made when it runs. Start one under Ceremonies.
            </Empty>
          ) : (
            <KeyTable keys={keys} />
          )
        }
      </Answered>
    </Page>
  )
}
