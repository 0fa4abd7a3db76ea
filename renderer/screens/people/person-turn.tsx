import { useState } from 'react'
import type { Profile } from '../../../shared/roles.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Problem } from '../../design/problem.tsx'
import {
  hasPlaceHere,
  isFilledIn,
  type Newcomer,
  NO_SECRETS,
  PersonFields,
} from './person-fields.tsx'

interface PersonTurnProps {
  /** Their name, or what they are called until they have one. */
  readonly title: string
  readonly person: Newcomer
  readonly profile: Profile
  /** What they typed until now: without their PIN or passphrase, until it was judged. */
  readonly onChange: (person: Newcomer) => void
  readonly onEnd: () => void
}

/**
 * One of the first people alone at the screen. What they choose is judged before the next one comes, and the
 * fields go with them: whoever comes back to them types anew.
 */
export function PersonTurn({ title, person, profile, onChange, onEnd }: PersonTurnProps) {
  const client = useClient()
  const [secrets, setSecrets] = useState(NO_SECRETS)
  const mine = { ...person, ...secrets }
  const judge = useAction(async () => {
    await client.call('people.judge', { profile, person: mine })
    onChange(mine)
    onEnd()
  })
  return (
    <Dialog title={`Only ${title} is at the screen now`} wide onCancel={onEnd}>
      <p>Everybody else looks away until it says that this turn is over.</p>
      <PersonFields
        value={mine}
        problem={judge.problem}
        onChange={({ secret, again, ...who }) => {
          setSecrets({ secret, again })
          onChange({ ...who, ...NO_SECRETS })
        }}
      />
      <Problem of={judge.problem !== null && hasPlaceHere(judge.problem) ? null : judge.problem} />
      <DialogButtons>
        <Button onClick={onEnd}>Not now</Button>
        <Button
          kind="primary"
          busy={judge.busy}
          disabled={!isFilledIn(mine)}
          onClick={() => void judge.run()}
        >
          This turn is over
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
