import { useEffect } from 'react'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Problem } from '../../../design/problem.tsx'
import { Progress } from '../../../design/progress.tsx'
import { Step } from '../../../design/steps.tsx'
import { useDraft } from '../../../session/drafts.tsx'
import { type At, useCeremony } from '../frame/state.ts'
import { WhoIsHere } from '../frame/who-is-here.tsx'
import classes from './room-check.module.css'
import { RoomCheck } from './room-check.tsx'

/** Is this machine fit for a ceremony? Each finding with its evidence; going on in spite of one is recorded. */
export function RoomStep({ state }: { state: At<'room'> }) {
  const client = useClient()
  const { follow } = useCeremony()
  const [reasons, setReasons] = useDraft<{ readonly [check: string]: string }>(
    `room of ${state.agreed.planHash}`,
    {},
  )
  const { checks } = state

  const check = useAction(async () => follow(await client.call('ceremony.checkRoom', {})))
  const accept = useAction(async () => {
    const overrides = (checks ?? [])
      .filter(({ check: name, result }) => result !== 'passed' && reasons[name]?.trim())
      .map(({ check: name }) => ({ check: name, reason: reasons[name]?.trim() ?? '' }))
    follow(await client.call('ceremony.acceptRoom', { overrides }))
  })

  const unchecked = checks === null
  const { run } = check
  useEffect(() => {
    if (unchecked) void run()
  }, [unchecked, run])

  const open = (checks ?? []).filter(({ result }) => result !== 'passed').length
  return (
    <Step
      instruction={instructionFor(checks, open)}
      next="the room may add dice to the computer’s randomness."
      actions={
        <>
          <Button large busy={check.busy} onClick={() => void check.run()}>
            Check again
          </Button>
          <Button
            kind="primary"
            large
            busy={accept.busy}
            disabled={unchecked}
            onClick={() => void accept.run()}
          >
            {open === 0 ? 'Go on' : 'Go on, and record the reasons'}
          </Button>
        </>
      }
    >
      <WhoIsHere plan={state.agreed.plan} />
      <Problem of={check.problem} />
      {unchecked && check.busy && <Progress title="Checking room and machine" of={null} />}
      {checks !== null && (
        <ul className={classes.checks}>
          {checks.map(item => (
            <RoomCheck
              key={item.check}
              of={item}
              reason={reasons[item.check] ?? ''}
              problem={accept.problem?.data.check === item.check ? accept.problem : null}
              onReason={reason => setReasons({ ...reasons, [item.check]: reason })}
            />
          ))}
        </ul>
      )}
      <Problem of={accept.problem?.data.check === undefined ? accept.problem : null} />
    </Step>
  )
}

function instructionFor(checks: At<'room'>['checks'], open: number): string {
  if (checks === null) return 'Keyclave looks at this machine. It takes a moment.'
  if (open === 0)
    return 'This machine passed every check. Is the room closed, and are phones outside?'
  return open === 1
    ? 'One check did not pass. Put it right, or say why you go on.'
    : `${open} checks did not pass. Put them right, or say why you go on.`
}
