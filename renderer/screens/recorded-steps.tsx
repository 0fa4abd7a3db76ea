import type { Output } from '../../shared/contract.ts'
import { sayStep } from '../../shared/messages/index.ts'
import { Moment } from '../design/facts.tsx'
import { Table } from '../design/layout.tsx'
import { words } from '../words.ts'
import classes from './recorded-steps.module.css'

type RecordedStep = Output<'ceremony.openRecord'>['steps'][number]

/** What a ceremony's record says, step by step, in words. */
export const RecordedSteps = ({ of }: { of: readonly RecordedStep[] }) => (
  <Table name="What happened" columns={['When', 'Who', 'What', 'Details']}>
    {of.map((step, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a step of a record is its place
      <tr key={i}>
        <td>
          <Moment of={step.time} exact />
        </td>
        <td>
          {step.by === null ? '—' : `${step.by.name}, ${words.policy.roles[step.by.role].name}`}
        </td>
        <StepInWords of={step} />
      </tr>
    ))}
  </Table>
)

function StepInWords({ of: { step, facts } }: { of: RecordedStep }) {
  const known = Object.fromEntries(facts.map(({ name, value }) => [name, value]))
  const { what, details } = sayStep(words, step, known, String)
  return (
    <>
      <th scope="row">{what}</th>
      <td className={classes.details}>{details}</td>
    </>
  )
}
