import { useState } from 'react'
import type { Input, Output } from '../../../shared/contract.ts'
import type { DestinationId } from '../../../shared/deliveries.ts'
import type { KeyException, KeyUse } from '../../../shared/key-life.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { CheckField, SelectField, TextField } from '../../design/field.tsx'
import { Card, Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { Answered, Page } from '../section/page.tsx'
import { type Answers, AskedFields } from './asked-fields.tsx'
import { CheckedStep } from './checked-step.tsx'
import { asBeginning, type CheckedDelivery, type Destination } from './delivery-words.ts'
import { DestinationChoice } from './destination-choice.tsx'

interface HandOverProps {
  readonly id: string
  readonly version: number
}

/** A key on its way to another system: where to, what the other side gave, and everything checked before anybody gathers. */
export function HandOver({ id, version }: HandOverProps) {
  const { go } = useDesk()
  const found = useAnswer('deliveries.destinations', { key: id, version })
  const name = found.state === 'ready' ? `${found.value.label}@${version}` : 'a key'
  return (
    <Page
      title={`Hand over ${name}`}
      place={`hand over ${name}`}
      lead="Choose where it goes, and see at once what would be refused there. Nothing is opened for that, and nobody has to come."
      action={
        <Button onClick={() => void go({ screen: 'workspace', section: 'key', key: id })}>
          Back to the key
        </Button>
      }
    >
      <Answered answer={found}>{of => <Course {...{ id, version, of }} />}</Answered>
    </Page>
  )
}

const NOTHING: Answers = { files: {}, options: {} }

/** What leaves for some destinations is plain unless it is sealed on the way. */
const isLeftOpen = ({ options }: Answers): boolean => options.closed === 'nothing'

function Course({ id, version, of }: HandOverProps & { of: Output<'deliveries.destinations'> }) {
  const client = useClient()
  const form = `delivery of ${id}@${version}`
  const [where, setWhere] = useDraft<DestinationId>(
    `${form}, where`,
    of.destinations.find(({ fits }) => fits)?.id ?? 'aws-kms',
  )
  const [all, setAll] = useDraft<{ readonly [id in DestinationId]?: Answers }>(
    `${form}, answers`,
    {},
  )
  const [wanted, setUse] = useDraft<KeyUse>(`${form}, use`, 'protect')
  const possible = USES.filter(({ value }) => of.uses.some(({ use }) => use === value))
  const use = (possible.find(({ value }) => value === wanted) ?? possible[0])?.value ?? wanted
  const [although, setAlthough] = useState<KeyException | null>(null)
  const [plain, setPlain] = useDraft(`${form}, plain`, '')
  const [kek, setKek] = useDraft(`${form}, kek`, of.keks[0]?.key ?? '')
  const [checked, setChecked] = useState<CheckedDelivery | null>(null)

  const destination = of.destinations.find(one => one.id === where)
  const answers = all[where] ?? NOTHING
  const underKek = where === 'pkcs11' && (answers.options.way ?? 'kwp') === 'kwp'
  const order = (fingerprint: string): Input<'deliveries.check'> => ({
    ...{ key: id, version, destination: where, use },
    although: use === 'process' ? although : null,
    ...answersAsGiven(destination, answers, fingerprint),
    plain: isLeftOpen(answers) && plain !== '' ? plain : null,
    kek: underKek && kek !== '' ? kek : null,
  })
  const check = useAction(async (fingerprint: string) => {
    setChecked(null)
    setChecked(await client.call('deliveries.check', order(fingerprint)))
  })
  /** What was checked is not what is chosen now. */
  const changed = (): void => {
    setChecked(null)
    check.forget()
  }
  if (destination === undefined) return null
  const suspect =
    check.problem?.code === 'KEY_SUSPECT'
      ? (check.problem.data.why as KeyException)
      : (of.uses.find(one => one.use === use)?.although ?? null)
  const isOnline = destination.instead.length > 0
  return (
    <Stack roomy>
      <Card title="1. Where to">
        <DestinationChoice
          destinations={of.destinations}
          value={where}
          onChange={next => {
            setWhere(next)
            changed()
          }}
        />
      </Card>
      {isOnline ? (
        <Instead of={destination} />
      ) : (
        <>
          <Card title="2. What the other side gave">
            <p>
              Bring the files on a drive. What is done there to get them is in the help, under
              “Deliveries”.
            </p>
            <AskedFields
              of={destination}
              answers={answers}
              onChange={next => {
                setAll({ ...all, [where]: next })
                changed()
              }}
            />
            {isLeftOpen(answers) && (
              <TextField
                label="Why it may lie in the package in the clear"
                hint="In a plain sentence: it is what people sign, and it stands in the log."
                value={plain}
                maxLength={400}
                onChange={next => {
                  setPlain(next)
                  changed()
                }}
              />
            )}
            {underKek && (
              <SelectField
                label="Key of this vault that the HSM has as well"
                hint="This key is wrapped under it."
                value={kek}
                options={of.keks.map(one => ({
                  value: one.key,
                  label: `${one.label}@${one.version}`,
                }))}
                onChange={next => {
                  setKek(next)
                  changed()
                }}
              />
            )}
            {!possible.some(({ value }) => value === 'protect') && (
              <p>It may protect nothing today: it goes there to read alone.</p>
            )}
            <Choice
              legend="What is it to do there?"
              value={use}
              options={possible}
              onChange={next => {
                setUse(next)
                changed()
              }}
            />
          </Card>
          <Card title="3. Check">
            <p>
              Everything that would be refused there is looked at now: kind and size of the key, its
              days and state, the files, and how long they are good for.
            </p>
            {suspect !== null && (
              <Notice kind="caution">
                <p>{asBeginning(words.keys.exceptions[suspect])}.</p>
                <CheckField
                  label="We know, and need what it protected all the same. It stands in what people sign."
                  checked={although === suspect}
                  onChange={known => setAlthough(known ? suspect : null)}
                />
              </Notice>
            )}
            <Problem of={check.problem?.code === 'KEY_SUSPECT' ? null : check.problem} />
            <Row>
              <Button
                kind={checked === null ? 'primary' : 'secondary'}
                busy={check.busy}
                disabled={suspect !== null && although !== suspect}
                onClick={() => void check.run('')}
              >
                Check
              </Button>
            </Row>
          </Card>
        </>
      )}
      {checked !== null && (
        <CheckedStep
          of={checked}
          onCompare={async typed => {
            setChecked(await client.call('deliveries.check', order(typed)))
          }}
        />
      )}
    </Stack>
  )
}

const USES = [
  {
    value: 'protect',
    title: 'Protect anew',
    hint: 'It encrypts or signs there. A key goes there for that in its days alone.',
  },
  {
    value: 'process',
    title: 'Read what it protected, and nothing else',
    hint: 'Also where it is retired.',
  },
] as const satisfies readonly { value: KeyUse; title: string; hint: string }[]

/** As the call takes it: what this destination asks for, and was answered. */
function answersAsGiven(
  destination: Destination | undefined,
  { files, options }: Answers,
  fingerprint: string,
): Pick<Input<'deliveries.check'>, 'files' | 'options'> {
  if (destination === undefined) return { files: [], options: [] }
  const given = destination.options.flatMap(({ name, form }) => {
    const value = (name === 'fingerprint' ? fingerprint : (options[name] ?? '')).trim()
    // The first of a few stands where nothing was said, and is then not what somebody said.
    return value === '' || (form === 'one-of' && options[name] === undefined)
      ? []
      : [{ name, value }]
  })
  return {
    files: destination.files.flatMap(({ name }) => {
      const file = files[name]
      return file === undefined ? [] : [{ name, file }]
    }),
    options: given,
  }
}

/** Nothing can be brought there: what to do in its place. */
function Instead({ of: { id, instead } }: { of: Destination }) {
  const { destinations } = words.deliveries
  return (
    <Notice kind="caution">
      <div>
        <p>
          {asBeginning(destinations[id].limits)}. Nothing can be brought there over the gap.{' '}
          {destinations[id].when}
        </p>
        <p>Choose instead: {instead.map(other => destinations[other].name).join('; ')}.</p>
      </div>
    </Notice>
  )
}
