import {
  DESTINATION_GROUPS,
  type DestinationGroup,
  type DestinationId,
} from '../../../shared/deliveries.ts'
import { Choice } from '../../design/choice.tsx'
import { words } from '../../words.ts'
import type { Destination } from './delivery-words.ts'

const GROUPS = Object.keys(DESTINATION_GROUPS) as DestinationGroup[]

export const groupOf = (id: DestinationId): DestinationGroup =>
  GROUPS.find(group => DESTINATION_GROUPS[group].some(other => other === id)) ?? 'cloud'

interface DestinationChoiceProps {
  readonly destinations: readonly Destination[]
  readonly value: DestinationId
  readonly onChange: (id: DestinationId) => void
}

/** Where a key is to go: first what kind of thing it is, then which, each with when to choose it. */
export function DestinationChoice({ destinations, value, onChange }: DestinationChoiceProps) {
  const group = groupOf(value)
  const fits = (id: DestinationId): boolean =>
    destinations.some(destination => destination.id === id && destination.fits)
  const first = (wanted: DestinationGroup): DestinationId =>
    DESTINATION_GROUPS[wanted].find(fits) ?? DESTINATION_GROUPS[wanted][0]
  return (
    <>
      <Choice
        across
        legend="What kind of place is it?"
        value={group}
        options={GROUPS.map(id => {
          const { name, hint } = words.deliveries.groups[id]
          return { value: id, title: name, hint }
        })}
        onChange={next => onChange(first(next))}
      />
      <Choice
        legend="Which?"
        value={value}
        options={DESTINATION_GROUPS[group].map(id => {
          const { name, when } = words.deliveries.destinations[id]
          const isUnfit = !fits(id) && group !== 'online'
          return { value: id, title: name, hint: isUnfit ? `${when} ${UNFIT}` : when }
        })}
        onChange={onChange}
      />
    </>
  )
}

const UNFIT = 'It does not take this key; the check says why.'
