import { useClient } from '../../../boundary/client.tsx'
import { type Action, useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { Tag } from '../../../design/tag.tsx'
import { useDraft } from '../../../session/drafts.tsx'
import { activePeople, usePeople } from '../../../session/people.tsx'
import { type CustodianShare, useCeremony } from '../frame/state.ts'
import classes from './bag-numbers.module.css'

/** What stands in the box of one card, and what of it is in the record. */
interface Bag {
  readonly typed: string
  readonly noted: string | null
}

const NO_BAG: Bag = { typed: '', noted: null }

export interface Bags {
  readonly of: (index: number) => Bag
  readonly type: (index: number, typed: string) => void
  /** Puts one number into the record. */
  readonly note: Action<[CustodianShare]>
  /** Puts every number that was typed into the record. @throws the first refusal; nothing that was typed is lost */
  readonly noteAll: () => Promise<void>
  /** The card that the last refusal is about. */
  readonly refused: number | null
}

/** The numbers of the bags while they are typed: going on records all of them. */
export function useBags(planHash: string, shares: readonly CustodianShare[]): Bags {
  const client = useClient()
  const { follow } = useCeremony()
  const { people } = usePeople()
  const [bags, setBags] = useDraft<{ readonly [index: number]: Bag }>(`bags of ${planHash}`, {})
  const [refused, setRefused] = useDraft<number | null>(`bag refused of ${planHash}`, null)
  const of = (index: number): Bag => bags[index] ?? NO_BAG
  const record = async ({ index, custodian }: CustodianShare): Promise<void> => {
    const value = of(index).typed.trim()
    const person = activePeople(people).find(({ name }) => name === custodian)
    const seenBy = person !== undefined && person.present !== null ? person.id : null
    setRefused(index)
    follow(await client.call('ceremony.evidence', { kind: 'bag', value, index, person: seenBy }))
    setRefused(null)
    setBags(before => ({ ...before, [index]: { typed: value, noted: value } }))
  }
  return {
    of,
    refused,
    type: (index, typed) => setBags({ ...bags, [index]: { ...of(index), typed } }),
    note: useAction(record),
    noteAll: async () => {
      for (const share of shares) if (isOpen(of(share.index))) await record(share)
    },
  }
}

/** Whether something was typed that is not in the record. */
const isOpen = ({ typed, noted }: Bag): boolean => typed.trim() !== '' && typed.trim() !== noted

interface BagNumbersProps {
  readonly shares: readonly CustodianShare[]
  readonly bags: Bags
  /** Of going on, which records what was typed. */
  readonly goOn: Action<[]>
}

/** Each card goes into a bag with a number, which its custodian reads aloud for the record. */
export const BagNumbers = ({ shares, bags, goOn }: BagNumbersProps) => (
  <Card title="Bags">
    <p>
      Each custodian seals the card in a bag and reads the bag’s number aloud. It goes into the
      record when you go on, or at once with “Record”. Without bags, leave the boxes empty.
    </p>
    <ol className={classes.bags}>
      {shares.map(share => (
        <BagNumber key={share.index} {...{ share, bags, goOn }} />
      ))}
    </ol>
  </Card>
)

function BagNumber({
  share,
  bags: { of, type, note, refused },
  goOn,
}: Omit<BagNumbersProps, 'shares'> & { readonly share: CustodianShare }) {
  const { index, custodian } = share
  const bag = of(index)
  const ready = isOpen(bag)
  const isRecorded = bag.noted !== null && bag.noted === bag.typed.trim()
  return (
    <li className={classes.bag}>
      <TextField
        label={`Bag of share ${index}, ${custodian}`}
        value={bag.typed}
        maxLength={40}
        problem={refused === index ? (note.problem ?? goOn.problem) : null}
        onChange={typed => type(index, typed)}
        onKeyDown={event => {
          if (event.key === 'Enter' && ready) void note.run(share)
        }}
      />
      {isRecorded ? (
        <Tag kind="good">in the record</Tag>
      ) : (
        <Button
          busy={note.busy && refused === index}
          disabled={!ready}
          aria-label={`Record the bag of ${custodian}`}
          onClick={() => void note.run(share)}
        >
          Record
        </Button>
      )}
    </li>
  )
}
