import { useRef } from 'react'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Card, Row } from '../../../design/layout.tsx'
import { Problem } from '../../../design/problem.tsx'
import { formatCount } from '../../../design/quantity.ts'
import { Step } from '../../../design/steps.tsx'
import { type At, useCeremony } from '../frame/state.ts'
import { Dice } from './dice.tsx'

/** As many bits as the quorum secret has. */
const BITS_OF_THE_SECRET = 256

/** Randomness: the operating system's, and what the people in the room want to add to it. */
export function EntropyStep({ state }: { state: At<'entropy'> }) {
  const client = useClient()
  const { follow } = useCeremony()
  const { rolls, bits } = state
  // Somebody rolls faster than each is answered: none may be lost.
  const waiting = useRef<number[]>([])
  const add = useAction(async () => {
    while (waiting.current.length > 0) {
      const next = waiting.current.splice(0)
      follow(await client.call('ceremony.addRolls', { rolls: next }))
    }
  })
  const roll = (face: number): void => {
    waiting.current.push(face)
    void add.run()
  }
  const clear = useAction(async () => follow(await client.call('ceremony.clearRolls', {})))
  const accept = useAction(async () => follow(await client.call('ceremony.acceptEntropy', {})))
  const back = useAction(async () => follow(await client.call('ceremony.back', {})))
  return (
    <Step
      instruction="The computer makes the randomness. Roll dice too, if you want to add your own."
      next="the recovery officer chooses the passphrase, alone at the screen."
      actions={
        <>
          <Button large busy={back.busy} onClick={() => void back.run()}>
            Back
          </Button>
          <Button kind="primary" large busy={accept.busy} onClick={() => void accept.run()}>
            {rolls === 0 ? 'Go on without dice' : `Go on with ${formatCount(rolls, 'roll')}`}
          </Button>
        </>
      }
    >
      <p>
        The operating system’s random numbers are enough. Dice are mixed in and can only add to
        them: not even somebody who had tampered with this machine’s random numbers would know the
        keys.
      </p>
      <Card title="Dice">
        <p>Roll a die out of everybody’s sight but your own, and press the number, or type it.</p>
        <Dice onRoll={roll} />
        <p aria-live="polite">
          <strong>{formatCount(rolls, 'roll')}</strong>, worth about {Math.floor(bits)} bits.{' '}
          {bits >= BITS_OF_THE_SECRET
            ? 'That is as much as the secret itself holds: more add nothing.'
            : '100 rolls are worth as much as the secret itself.'}
        </p>
        {rolls > 0 && (
          <Row>
            <Button busy={clear.busy} onClick={() => void clear.run()}>
              Throw the rolls away and begin anew
            </Button>
          </Row>
        )}
        <Problem of={add.problem ?? clear.problem} />
      </Card>
      <Problem of={accept.problem ?? back.problem} />
    </Step>
  )
}
