import type { Input, Output } from '../../../shared/contract.ts'
import { sayLogAction, searchTerms } from '../../../shared/messages/index.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { SelectField, TextField } from '../../design/field.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { words } from '../../words.ts'
import classes from './audit-log.module.css'

type Filter = NonNullable<Input<'audit.page'>['filter']>
type Choices = Output<'audit.choices'>

/** What a person has chosen of the log; an empty text is anything. */
export interface ChosenEntries {
  readonly search: string
  readonly person: string
  readonly action: string
  readonly quorum: string
  /** Days here, `2026-11-01`; both are among them. */
  readonly from: string
  readonly to: string
}

export const ALL_ENTRIES: ChosenEntries = {
  ...{ search: '', person: '', action: '', quorum: '', from: '', to: '' },
}

export const isAll = (chosen: ChosenEntries): boolean =>
  Object.values(chosen).every(value => value.trim() === '')

/** The days that were chosen, as the instants at which the first begins here and the last has ended. */
export const daysOf = ({ from, to }: ChosenEntries): Pick<Filter, 'from' | 'to'> => ({
  from: midnight(from, 0),
  to: midnight(to, 1),
})

function midnight(day: string, later: number): string | null {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return null
  return new Date(year, month - 1, date + later).toISOString()
}

export const filterOf = (chosen: ChosenEntries): Filter => ({
  person: chosen.person === '' ? null : chosen.person,
  actions: chosen.action === '' ? [] : [chosen.action],
  quorum: chosen.quorum === '' ? null : chosen.quorum,
  ...daysOf(chosen),
  terms: searchTerms(words, chosen.search),
})

/** Which entries are shown: the main side looks for them, however long the log is. */
export function LogFilter({
  of: chosen,
  onChange,
}: {
  of: ChosenEntries
  onChange: (chosen: ChosenEntries) => void
}) {
  const choices = useAnswer('audit.choices', {})
  const { people, actions, quorums } = choices.state === 'ready' ? choices.value : NO_CHOICES
  const change = (some: Partial<ChosenEntries>) => onChange({ ...chosen, ...some })
  return (
    <Card>
      <search className={classes.filter} aria-label="Find entries">
        <div className={classes.search}>
          <TextField
            label="Find entries by words"
            hint="Names, labels, files, set ids, digits of a digest, or what was done. All of them must be in an entry."
            value={chosen.search}
            maxLength={400}
            onChange={search => change({ search })}
          />
        </div>
        <SelectField
          label="Person"
          value={chosen.person}
          options={[ANYBODY, ...people.map(name => ({ value: name, label: name }))]}
          onChange={person => change({ person })}
        />
        <SelectField
          label="What was done"
          value={chosen.action}
          options={[ANYTHING, ...actionsByName(actions)]}
          onChange={action => change({ action })}
        />
        <SelectField
          label="Quorum"
          value={chosen.quorum}
          options={[ANY_QUORUM, ...quorums.map(quorumOption)]}
          onChange={quorum => change({ quorum })}
        />
        <TextField
          label="From"
          type="date"
          value={chosen.from}
          onChange={from => change({ from })}
        />
        <TextField label="To" type="date" value={chosen.to} onChange={to => change({ to })} />
      </search>
      {!isAll(chosen) && (
        <Row>
          <Button kind="quiet" onClick={() => onChange(ALL_ENTRIES)}>
            Show all entries
          </Button>
        </Row>
      )}
    </Card>
  )
}

const NO_CHOICES: Choices = { people: [], actions: [], quorums: [] }
const ANYBODY = { value: '', label: 'Anybody' }
const ANYTHING = { value: '', label: 'Anything' }
const ANY_QUORUM = { value: '', label: 'Any quorum' }

const quorumOption = ({ setId, title }: Choices['quorums'][number]) => ({
  value: setId,
  label: title === null ? setId : `${title} (${setId})`,
})

const actionsByName = (actions: readonly string[]) =>
  actions
    .map(value => ({ value, label: sayLogAction(words, value) ?? value }))
    .toSorted((one, other) => one.label.localeCompare(other.label))
