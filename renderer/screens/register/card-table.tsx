import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Table } from '../../design/layout.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { Acknowledge } from './acknowledge.tsx'
import classes from './card-table.module.css'
import { Destroyed } from './destroyed.tsx'
import { NotePlace } from './note-place.tsx'
import type { Register, RegisteredQuorum, RegisteredShare } from './register.ts'

const CHECKS = {
  sound: { kind: 'good', text: 'sound' },
  worn: { kind: 'caution', text: 'worn' },
  forged: { kind: 'bad', text: 'not the one issued' },
} as const

/** A card; on the page of its quorum also with the day of the next look. */
type Listed = RegisteredShare & { readonly due?: string | null; readonly isDue?: boolean }

interface CardTableProps {
  readonly setId: string
  readonly title: string
  readonly state: RegisteredQuorum['state']
  readonly cards: readonly Listed[]
  readonly onNoted: (register: Register) => void
}

/** The cards of a quorum: who holds them, where they are, when somebody last looked. */
export function CardTable({ setId, title, state, cards, onNoted }: CardTableProps) {
  const { session } = useDesk()
  const [saying, setSaying] = useState<RegisteredShare | null>(null)
  const [noting, setNoting] = useState<RegisteredShare | null>(null)
  const readOnly = session.vault?.readOnly === true
  return (
    <>
      <Table
        name={`Cards of ${title}`}
        columns={['No.', 'Custodian', 'Where', 'Bag', 'Last looked at', 'Change']}
      >
        {cards.map(share => (
          <tr key={share.index}>
            <td>{share.index}</td>
            <th scope="row">
              {share.holder?.name ?? share.custodian}
              {share.holder !== null && share.holder.name !== share.custodian && (
                <div>issued to {share.custodian}</div>
              )}
              <Sealed of={share} />
            </th>
            <td>{share.place ?? 'not noted'}</td>
            <td className={classes.bag}>{share.bag ?? '—'}</td>
            <td>
              <LastLook of={share} />
            </td>
            <td>
              {state === 'void' && 'destroy the card'}
              {state === 'replaced' && <Destroyed {...{ setId, share, readOnly, onNoted }} />}
              {(state === 'in-force' || state === 'pending') && (
                <Button
                  disabled={readOnly}
                  aria-label={`Note where card ${share.index} is`}
                  onClick={() => setNoting(share)}
                >
                  Note
                </Button>
              )}
              {state === 'in-force' && share.sealed?.acknowledged === null && (
                <Button
                  disabled={readOnly}
                  aria-label={`Record that share ${share.index} was opened`}
                  onClick={() => setSaying(share)}
                >
                  Opened…
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {saying !== null && (
        <Acknowledge
          setId={setId}
          share={saying}
          onClose={() => setSaying(null)}
          onRecorded={register => {
            setSaying(null)
            onNoted(register)
          }}
        />
      )}
      {noting !== null && (
        <NotePlace
          setId={setId}
          share={noting}
          onClose={() => setNoting(null)}
          onNoted={register => {
            setNoting(null)
            onNoted(register)
          }}
        />
      )}
    </>
  )
}

/** When somebody last looked at a card, what they found, and when the next look is due. */
const LastLook = ({ of: { check, readBack, due, isDue } }: { of: Listed }) => (
  <>
    {check === null ? (
      readBack === null ? (
        'never'
      ) : (
        <>in the ceremony, {formatDay(readBack)}</>
      )
    ) : (
      <>
        <Tag kind={CHECKS[check.result].kind}>{CHECKS[check.result].text}</Tag>{' '}
        {formatDay(check.time)}
      </>
    )}
    {typeof due === 'string' && (
      <div>
        {isDue === true ? (
          <Tag kind="caution">due since {formatDay(due)}</Tag>
        ) : (
          `next by ${formatDay(due)}`
        )}
      </div>
    )}
  </>
)

/** Of a share that is sealed to a key of its holder: whether they have said that it opens. */
const Sealed = ({ of: { sealed, readBack } }: { of: Listed }) =>
  sealed === null ? null : (
    <div>
      {sealed.acknowledged === null ? (
        <Tag kind="caution">
          sealed{readBack !== null && `, ${formatDay(readBack)}`}; not acknowledged yet
        </Tag>
      ) : (
        <Tag kind="good">sealed; opened, said {formatDay(sealed.acknowledged)}</Tag>
      )}
    </div>
  )
