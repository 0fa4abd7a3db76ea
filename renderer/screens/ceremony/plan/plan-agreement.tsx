import { sortOfPlanned } from '../../../../shared/key-pairs.ts'
import { nameOfLanguage } from '../../../../shared/messages/paper/index.ts'
import type { Action } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Facts, Fingerprint, Whole } from '../../../design/facts.tsx'
import { HashWords } from '../../../design/hash-words.tsx'
import { Card, Table } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { Problem } from '../../../design/problem.tsx'
import { formatDay, formatList } from '../../../design/quantity.ts'
import { Step } from '../../../design/steps.tsx'
import { usePeople } from '../../../session/people.tsx'
import { useDesk } from '../../../session/session.tsx'
import { sayOf, words } from '../../../words.ts'
import { pathOf } from '../../files/chosen.ts'
import { PLACES } from '../frame/plan-people.ts'
import type { CheckedPlan } from './checked-plan.ts'
import { policySentence, toleranceSentence } from './draft.ts'
import classes from './rows.module.css'
import { SavePlan } from './save-plan.tsx'

interface PlanAgreementProps {
  readonly checked: CheckedPlan
  readonly begin: Action<[]>
  readonly onChange: () => void
}

/** The plan as it was understood. What is agreed to here is what will be done. */
export function PlanAgreement({ checked, begin, onChange }: PlanAgreementProps) {
  const { session } = useDesk()
  const { profile } = usePeople()
  const { plan, planHash, planWords, warnings } = checked
  const signed = profile !== null
  return (
    <Step
      instruction="Read the plan aloud. Does everybody in this room agree to it?"
      next={
        plan.replaces === undefined
          ? 'Keyclave checks whether this room and this machine are fit for it.'
          : 'the old custodians enter enough of their cards, and the recovery officer the old passphrase.'
      }
      actions={
        <>
          <Button large onClick={onChange}>
            Change the plan
          </Button>
          <Button kind="primary" large busy={begin.busy} onClick={() => void begin.run()}>
            {signed ? 'We agree: sign and begin' : 'We agree: begin'}
          </Button>
        </>
      }
    >
      <p className={classes.policy}>
        {policySentence(plan.quorum)}
        <small>{toleranceSentence(plan.quorum)}</small>
      </p>
      <Facts
        of={[
          ['Ceremony', plan.title],
          ['Organisation', plan.organisation],
          ...(plan.contact === undefined ? [] : [['Whom to call', plan.contact] as const]),
          ...PLACES.flatMap(({ place, title }): [string, string][] =>
            plan.people === undefined ? [] : [[title, formatList(plan.people[place])]],
          ),
          ['Custodians', formatList(plan.quorum.custodians)],
          ...(plan.sealedTo ?? []).map(
            ({ custodian, to, fingerprint }) =>
              [
                `${custodian} is absent`,
                <>
                  sealed to their key ({words.sealedShareForms[to]}), fingerprint{' '}
                  <Fingerprint of={fingerprint} />
                </>,
              ] as const,
          ),
          ...(plan.replaces === undefined
            ? []
            : [['Replaces', <code key="old">set {plan.replaces}</code>] as const]),
          ...(plan.leaveOut === undefined
            ? []
            : [['Leaves out', formatList(plan.leaveOut)] as const]),
          ...(plan.languages === undefined
            ? []
            : [['Cards also in', formatList(plan.languages.map(nameOfLanguage))] as const]),
          [
            'Encryption',
            plan.quorum.identity === 'hybrid'
              ? 'hybrid (ML-KEM-768 and X25519)'
              : 'classic (X25519)',
          ],
          ['Passphrase', `${words.policy.kdf[plan.quorum.kdf]}, for each guess`],
          [
            'Reading back',
            plan.options?.pictures ? 'from paper, or from pictures of the cards' : 'from paper',
          ],
          ['Recorded in', session.vault?.path ?? 'no vault; the kit and the record alone'],
          ['Fingerprint of the plan', <Fingerprint key="plan" of={planHash} />],
        ]}
      />
      {warnings.map(warning => {
        const said = sayOf(words.warnings, warning)
        return (
          <Notice key={said} kind="caution">
            <p>{said}</p>
          </Notice>
        )
      })}
      {planWords !== undefined && (
        <Card title="The plan in 32 words">
          <p>
            One person reads them aloud, another compares them with the plan that was agreed before.
            {signed &&
              ' The signatures are for exactly these words: if one letter of the plan changes, they are void.'}
          </p>
          <HashWords name="The plan in 32 words" words={planWords} />
        </Card>
      )}
      <Card title="What will be made">
        {plan.keys.length + plan.imports.length === 0 ? (
          <p>
            {plan.replaces === undefined
              ? 'A quorum and its first backup key.'
              : `A quorum and its next backup key. ${plan.leaveOut === undefined ? 'Everything' : 'Everything but what it leaves out'} that the old quorum sealed is sealed again.`}
          </p>
        ) : (
          <Table name="What will be made" columns={['Label', 'Purpose', 'What', 'Expires']}>
            {plan.keys.map(key => (
              <tr key={key.label}>
                <th scope="row">
                  <Whole>{key.label}</Whole>
                </th>
                <td>{key.purpose}</td>
                <td>
                  new {key.pair === undefined ? `${sortOfPlanned(key)} key` : sortOfPlanned(key)}
                </td>
                <td>{key.expires === null ? 'never' : formatDay(key.expires)}</td>
              </tr>
            ))}
            {plan.imports.map(item => (
              <tr key={item.label}>
                <th scope="row">{item.label}</th>
                <td>{item.purpose}</td>
                <td>
                  taken from <code>{pathOf(item.file)}</code>
                </td>
                <td>never</td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      <SavePlan plan={plan} />
      <Problem of={begin.problem} />
    </Step>
  )
}
