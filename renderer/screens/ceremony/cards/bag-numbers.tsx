import { useState } from 'react'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { Tag } from '../../../design/tag.tsx'
import { activePeople, usePeople } from '../../../session/people.tsx'
import { type CustodianShare, useCeremony } from '../frame/state.ts'
import classes from './bag-numbers.module.css'

/** Each card goes into a bag with a number, which its custodian reads aloud for the record. */
export const BagNumbers = ({ shares }: { shares: readonly CustodianShare[] }) => (
  <Card title="Bags">
    <p>
      Each custodian seals the card in a bag and reads the bag’s number aloud. It goes into the
      record. Without bags, leave the boxes empty.
    </p>
    <ol className={classes.bags}>
      {shares.map(share => (
        <BagNumber key={share.index} share={share} />
      ))}
    </ol>
  </Card>
)

function BagNumber({ share: { index, custodian } }: { share: CustodianShare }) {
  const client = useClient()
  const { follow } = useCeremony()
  const { people } = usePeople()
  const [bag, setBag] = useState('')
  const [noted, setNoted] = useState<string | null>(null)
  const person = activePeople(people).find(({ name }) => name === custodian)
  const note = useAction(async () => {
    const seenBy = person !== undefined && person.present !== null ? person.id : null
    const value = bag.trim()
    follow(await client.call('ceremony.evidence', { kind: 'bag', value, index, person: seenBy }))
    setNoted(value)
  })
  const ready = bag.trim() !== '' && bag.trim() !== noted
  return (
    <li className={classes.bag}>
      <TextField
        label={`Bag of share ${index}, ${custodian}`}
        value={bag}
        maxLength={40}
        problem={note.problem}
        onChange={setBag}
        onKeyDown={event => {
          if (event.key === 'Enter' && ready) void note.run()
        }}
      />
      {noted !== null && noted === bag.trim() ? (
        <Tag kind="good">in the record</Tag>
      ) : (
        <Button
          busy={note.busy}
          disabled={!ready}
          aria-label={`Record the bag of ${custodian}`}
          onClick={() => void note.run()}
        >
          Record
        </Button>
      )}
    </li>
  )
}
