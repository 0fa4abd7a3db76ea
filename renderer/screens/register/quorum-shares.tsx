import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Card, Row, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatCount, formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { Destroyed } from './destroyed.tsx'
import { NotePlace } from './note-place.tsx'
import classes from './quorum-shares.module.css'
import {
  isDestroyed,
  type Register,
  type RegisteredQuorum,
  type RegisteredShare,
} from './register.ts'

const CHECKS = {
  sound: { kind: 'good', text: 'sound' },
  worn: { kind: 'caution', text: 'worn' },
  forged: { kind: 'bad', text: 'not the one issued' },
} as const

const STATES = {
  pending: { kind: 'waiting', text: 'in a ceremony' },
  'in-force': { kind: 'good', text: 'in force' },
  void: { kind: 'bad', text: 'void' },
  replaced: { kind: 'caution', text: 'replaced' },
} as const

interface QuorumSharesProps {
  readonly quorum: RegisteredQuorum
  readonly onNoted: (register: Register) => void
}

/** The cards of one quorum, and what can be done with it. */
export function QuorumShares({ quorum, onNoted }: QuorumSharesProps) {
  const { go, session } = useDesk()
  const [noting, setNoting] = useState<RegisteredShare | null>(null)
  const { setId, title, state, threshold, shares, nextDrill, replacedBy } = quorum
  const inForce = state === 'in-force'
  const left = shares.filter(share => !isDestroyed(share)).length
  const readOnly = session.vault?.readOnly === true
  return (
    <Card title={title}>
      <Row>
        <Tag kind={STATES[state].kind}>{STATES[state].text}</Tag>
        <span>
          Set <code>{setId}</code>, any {threshold} of {formatCount(shares.length, 'card')}
        </span>
        {nextDrill !== null && <span>Next drill by {formatDay(nextDrill)}</span>}
      </Row>
      {replacedBy !== null && (
        <Notice kind="caution">
          <p>
            Replaced by set <code>{replacedBy}</code>. Its cards, together with its passphrase,
            still open what was sealed and backed up until then: collect and destroy them.
          </p>
          <p>
            {left === 0
              ? 'All of its cards are destroyed.'
              : `${formatCount(left, 'card is', 'cards are')} still to be destroyed. Tick each off when you have seen it destroyed; it goes into the log.`}
          </p>
        </Notice>
      )}
      <Table
        name={`Cards of ${title}`}
        columns={['No.', 'Custodian', 'Where', 'Bag', 'Last looked at', 'Change']}
      >
        {shares.map(share => (
          <ShareRow
            key={share.index}
            share={share}
            {...{ setId, state, readOnly, onNoted }}
            onNote={() => setNoting(share)}
          />
        ))}
      </Table>
      {inForce && (
        <Row>
          <Button onClick={() => void go({ screen: 'drill', setId })}>Hold a drill…</Button>
          <Button
            disabled={readOnly}
            onClick={() => void go({ screen: 'ceremony', replaces: setId })}
          >
            Replace this quorum…
          </Button>
        </Row>
      )}
      {inForce && (
        <p>
          Replace it when a custodian leaves, a card is lost or was seen, or when people, threshold
          or passphrase are to change: all cards are issued anew.
        </p>
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
    </Card>
  )
}

interface ShareRowProps {
  readonly setId: string
  readonly share: RegisteredShare
  readonly state: RegisteredQuorum['state']
  readonly readOnly: boolean
  readonly onNote: () => void
  readonly onNoted: (register: Register) => void
}

const ShareRow = ({ setId, share, state, readOnly, onNote, onNoted }: ShareRowProps) => (
  <tr>
    <td>{share.index}</td>
    <th scope="row">
      {share.holder?.name ?? share.custodian}
      {share.holder !== null && share.holder.name !== share.custodian && (
        <div>issued to {share.custodian}</div>
      )}
    </th>
    <td>{share.place ?? 'not noted'}</td>
    <td className={classes.bag}>{share.bag ?? '—'}</td>
    <td>
      {share.check === null ? (
        share.readBack === null ? (
          'never'
        ) : (
          <>in the ceremony, {formatDay(share.readBack)}</>
        )
      ) : (
        <>
          <Tag kind={CHECKS[share.check.result].kind}>{CHECKS[share.check.result].text}</Tag>{' '}
          {formatDay(share.check.time)}
        </>
      )}
    </td>
    <td>
      {state === 'void' && 'destroy the card'}
      {state === 'replaced' && <Destroyed {...{ setId, share, readOnly, onNoted }} />}
      {(state === 'in-force' || state === 'pending') && (
        <Button
          disabled={readOnly}
          aria-label={`Note where card ${share.index} is`}
          onClick={onNote}
        >
          Note
        </Button>
      )}
    </td>
  </tr>
)
