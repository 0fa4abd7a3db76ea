import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Notice } from '../../../design/notice.tsx'
import { Problem } from '../../../design/problem.tsx'
import { Step } from '../../../design/steps.tsx'
import { KeptPage } from '../frame/kept-page.tsx'
import { type CustodianShare, useCeremony } from '../frame/state.ts'

interface PrintQuestionProps {
  readonly of: CustodianShare
  readonly print: NonNullable<CustodianShare['print']>
  /** The page is good. */
  readonly onLegible: () => void
  /** The page is bad and destroyed, and another is wanted. */
  readonly onAgain: () => void
}

/** The card has come out of the printer: nobody goes on before its custodian has looked at it. */
export function PrintQuestion({ of, print, onLegible, onAgain }: PrintQuestionProps) {
  const { index, custodian } = of
  const client = useClient()
  const { follow } = useCeremony()
  const judge = useAction(async (verdict: 'legible' | 'destroyed', then: () => void) => {
    follow(await client.call('ceremony.judgePrint', { index, verdict }))
    then()
  })
  return (
    <Step
      instruction={`${custodian}, take the page from the printer. Is it whole, and can you read every word?`}
      alone={custodian}
      next={`${custodian} reads the card back.`}
      actions={
        <Button
          kind="primary"
          large
          busy={judge.busy}
          onClick={() => void judge.run('legible', onLegible)}
        >
          It is printed and legible
        </Button>
      }
    >
      <p>
        Printed on “{print.printer}” as job {print.job}. Nobody else touches the page.
      </p>
      <KeptPage print={print} />
      <Notice>
        <p>
          A bad page may hold the share all the same. Destroy it first, where everybody sees it;
          then print again, or do without the printer.
        </p>
      </Notice>
      <Button busy={judge.busy} onClick={() => void judge.run('destroyed', onAgain)}>
        The bad page is destroyed: print again…
      </Button>
      <Button busy={judge.busy} onClick={() => void judge.run('destroyed', () => {})}>
        The bad page is destroyed: no more printing
      </Button>
      <Problem of={judge.problem} />
    </Step>
  )
}
