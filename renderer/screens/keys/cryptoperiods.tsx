import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Card, Row, Table } from '../../design/layout.tsx'
import { formatCount } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { useKeyChange } from './use-key-change.ts'

type Periods = Output<'keys.list'>['cryptoperiods']
type Period = Periods[number]['period']

interface CryptoperiodsProps {
  readonly of: Periods
  readonly proposed: Period
  readonly readOnly: boolean
  readonly onChanged: () => void
}

/** How long keys of each purpose are used, as far as people agreed on it. */
export function Cryptoperiods({ of, proposed, readOnly, onChanged }: CryptoperiodsProps) {
  const [asking, setAsking] = useState<{ purpose: string; taken: boolean } | null>(null)
  const meant = of.find(({ purpose }) => purpose === asking?.purpose)?.period ?? proposed
  const close = (): void => setAsking(null)
  const done = (): void => {
    close()
    onChanged()
  }
  return (
    <Card title="How long keys are used">
      {of.length === 0 ? (
        <p>
          Nothing was agreed on for any purpose: the days of each key stand alone, and no next
          version is ever due by itself.
        </p>
      ) : (
        <Table
          name="How long keys are used"
          columns={['Purpose', 'Protects', 'Is read', 'Next version', 'Named before', 'Change']}
        >
          {of.map(({ purpose, period: { protect, process, rotate, warn } }) => (
            <tr key={purpose}>
              <th scope="row">{purpose}</th>
              <td>{formatCount(protect, 'month')}</td>
              <td>{formatCount(process, 'month')}</td>
              <td>after {formatCount(rotate, 'month')}</td>
              <td>{formatCount(warn, 'day')}</td>
              <td>
                <Row>
                  <Button
                    disabled={readOnly}
                    aria-label={`Change how long keys are used: ${purpose}`}
                    onClick={() => setAsking({ purpose, taken: false })}
                  >
                    Change…
                  </Button>
                  <Button
                    disabled={readOnly}
                    aria-label={`Take back: ${purpose}`}
                    onClick={() => setAsking({ purpose, taken: true })}
                  >
                    Take back…
                  </Button>
                </Row>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Row>
        <Button disabled={readOnly} onClick={() => setAsking({ purpose: '', taken: false })}>
          Agree on a purpose…
        </Button>
      </Row>
      {asking?.taken === false && (
        <PeriodDialog purpose={asking.purpose} period={meant} onDone={done} onClose={close} />
      )}
      {asking?.taken === true && (
        <TakeBackDialog purpose={asking.purpose} onDone={done} onClose={close} />
      )}
    </Card>
  )
}

interface EndProps {
  readonly purpose: string
  readonly onDone: () => void
  readonly onClose: () => void
}

const FIELDS: readonly (readonly [name: keyof Period, label: string])[] = [
  ['protect', 'Months in which a key may protect anything'],
  ['process', 'Months in which what it protected is read'],
  ['rotate', 'Months after which its next version is due'],
  ['warn', 'Days before a day of its own on which it is named'],
]

const numberIn = (text: string): number | null => (/^\d{1,4}$/.test(text) ? Number(text) : null)

function PeriodDialog({ purpose: named, period, onDone, onClose }: EndProps & { period: Period }) {
  const [form, setForm, forget] = useDraft(`cryptoperiod of ${named}`, () => ({
    purpose: named,
    protect: `${period.protect}`,
    process: `${period.process}`,
    rotate: `${period.rotate}`,
    warn: `${period.warn}`,
  }))
  const changing = useKeyChange(() => {
    forget()
    onDone()
  })
  const [protect, process, rotate, warn] = [
    ...[numberIn(form.protect), numberIn(form.process)],
    ...[numberIn(form.rotate), numberIn(form.warn)],
  ] as const
  const isWhole = protect != null && process != null && rotate != null && warn != null
  return (
    <ChangeDialog
      title="How long keys of a purpose are used"
      outcome="New keys and versions of this purpose have their last days by it, and what is due is listed by it. Keys that are there keep their days. Months count from the first day of a key’s use."
      signers="An administrator and a witness sign for it."
      verb="Agree on this"
      {...{ changing, onClose }}
      change={
        isWhole && form.purpose !== ''
          ? {
              ...{ kind: 'cryptoperiod', purpose: form.purpose },
              period: { protect, process, rotate, warn },
            }
          : null
      }
    >
      <TextField
        label="Purpose, as it stands with the keys"
        value={form.purpose}
        readOnly={named !== ''}
        onChange={purpose => setForm({ ...form, purpose })}
      />
      {FIELDS.map(([name, label]) => (
        <TextField
          key={name}
          label={label}
          inputMode="numeric"
          value={form[name]}
          onChange={text => setForm({ ...form, [name]: text })}
        />
      ))}
    </ChangeDialog>
  )
}

function TakeBackDialog({ purpose, onDone, onClose }: EndProps) {
  const changing = useKeyChange(onDone)
  return (
    <ChangeDialog
      title={`Take back what was agreed on: ${purpose}`}
      outcome="New keys of this purpose have no last day of themselves any more, and no next version is due by itself. Keys that are there keep their days."
      signers="An administrator and a witness sign for it."
      verb="Take it back"
      {...{ changing, onClose }}
      change={{ kind: 'cryptoperiod', purpose, period: null }}
    />
  )
}
