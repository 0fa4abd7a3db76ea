import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Whole } from '../../design/facts.tsx'
import { Card, Empty, Row, Stack, Table } from '../../design/layout.tsx'
import { formatCount, formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { Answered, Page } from '../section/page.tsx'
import { Cryptoperiods } from './cryptoperiods.tsx'
import { KEY_TAGS, type KeyVersion, kindOf, nameOf, standingOf, whenOf } from './key-words.ts'
import { KitChanged } from './kit-changed.tsx'
import { LeftOut } from './left-out.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import type { CarriedOut } from './use-key-change.ts'

type List = Output<'keys.list'>

/** The keys of the quorums in force, what they are due for, and how long keys are used. */
export function Keys() {
  const list = useAnswer('keys.list', {})
  const { go, session } = useDesk()
  const readOnly = session.vault?.readOnly === true
  const [asking, setAsking] = useState<'add' | readonly KeyVersion[] | null>(null)
  const [done, setDone] = useState<CarriedOut | null>(null)
  const close = (): void => setAsking(null)
  const carriedOut = (carried: CarriedOut): void => {
    close()
    setDone(carried)
    list.askAgain()
  }
  const canGrow = list.state === 'ready' && list.value.quorums.length > 0
  return (
    <Page
      title="Keys"
      lead="Sealed to their quorum. Opening one takes the custodians and the passphrase."
      action={
        <Row>
          <Button large disabled={readOnly || !canGrow} onClick={() => setAsking('add')}>
            Add a key…
          </Button>
          <Button large onClick={() => void go({ screen: 'recovery' })}>
            Export a key…
          </Button>
        </Row>
      }
    >
      <Answered answer={list}>
        {of => (
          <Stack roomy>
            {done !== null && <KitChanged of={done} />}
            <DueKeys of={of} readOnly={readOnly} onRotate={setAsking} />
            {of.keys.length === 0 ? (
              <Empty title="No keys yet">
                Keys are named in a ceremony’s plan and made when it runs, or added to its quorum
                later.
              </Empty>
            ) : (
              <KeyList of={of.keys} />
            )}
            <LeftOut of={of.leftOut} />
            <BackupKeys of={of} />
            <Cryptoperiods
              of={of.cryptoperiods}
              proposed={of.proposed}
              readOnly={readOnly}
              onChanged={list.askAgain}
            />
            {asking === 'add' && <NewKeyDialog vault={of} onDone={carriedOut} onClose={close} />}
            {asking !== null && asking !== 'add' && (
              <RotateDialog keys={asking} period={null} onDone={carriedOut} onClose={close} />
            )}
          </Stack>
        )}
      </Answered>
    </Page>
  )
}

/** Keys whose next version is made here, not brought in a file: each once, quorum by quorum, whose kits are their own. */
function toRotate({ due, quorums }: List): readonly Rotatable[] {
  const keys = new Map(
    due
      .filter(({ due: { what } }) => what === 'rotate' || what === 'protect-ends')
      .filter(({ key }) => key.kind !== 'imported-secret')
      .map(({ key }) => [key.id, key]),
  )
  return quorums.flatMap(({ setId, title }): Rotatable[] => {
    const own = [...keys.values()].filter(key => key.setId === setId)
    return own.length === 0 ? [] : [{ setId, title, keys: own }]
  })
}

interface Rotatable {
  readonly setId: string
  readonly title: string
  readonly keys: readonly KeyVersion[]
}

interface DueKeysProps {
  readonly of: List
  readonly readOnly: boolean
  readonly onRotate: (keys: readonly KeyVersion[]) => void
}

/** What comes up, the soonest first: the same list as `key due`. */
function DueKeys({ of, readOnly, onRotate }: DueKeysProps) {
  const rotatable = toRotate(of)
  if (of.due.length === 0) return null
  return (
    <Card title="Due">
      <Table name="Due" columns={['Key', 'What', 'On', 'When']}>
        {of.due.map(({ key, due }) => (
          <tr key={`${key.id} ${due.what}`}>
            <th scope="row">
              <OpenKey of={key} />
            </th>
            <td>{words.keys.due[due.what]}</td>
            <td>{formatDay(due.day)}</td>
            <td>
              <Tag kind={due.days < 0 ? 'bad' : 'caution'}>{whenOf(due)}</Tag>
            </td>
          </tr>
        ))}
      </Table>
      {rotatable.length > 0 && (
        <Row>
          {rotatable.map(({ setId, title, keys }) => (
            <Button key={setId} kind="primary" disabled={readOnly} onClick={() => onRotate(keys)}>
              {keys.length === 1
                ? 'Make the next version'
                : `Make ${formatCount(keys.length, 'next version')}`}
              {rotatable.length === 1 ? '…' : ` of ${title}…`}
            </Button>
          ))}
        </Row>
      )}
    </Card>
  )
}

/** A way to the page of a key. */
function OpenKey({ of: { id, label } }: { of: Pick<KeyVersion, 'id' | 'label'> }) {
  const { go } = useDesk()
  return (
    <Button
      aria-label={`Open key ${label}`}
      onClick={() => void go({ screen: 'workspace', section: 'key', key: id })}
    >
      <Whole>{label}</Whole>
    </Button>
  )
}

/** A row for each key: what counts is its newest version. */
function KeyList({ of }: { of: readonly KeyVersion[] }) {
  const keys = [...Map.groupBy(of, ({ id }) => id).values()]
  return (
    <Card title="All keys">
      <Table name="Keys" columns={['Label', 'Newest version', 'State', 'What', 'For']}>
        {keys.map(versions => {
          const newest = versions.at(-1)
          return (
            newest !== undefined && (
              <tr key={newest.id}>
                <th scope="row">
                  <OpenKey of={newest} />
                </th>
                <td>
                  {nameOf(newest)}
                  {versions.length > 1 && `, ${formatCount(versions.length - 1, 'older one')}`}
                </td>
                <td>
                  <Tag kind={KEY_TAGS[newest.state]}>{standingOf(newest)}</Tag>
                </td>
                <td>{kindOf(newest)}</td>
                <td>{newest.purpose}</td>
              </tr>
            )
          )
        })}
      </Table>
    </Card>
  )
}

function BackupKeys({ of: { quorums } }: { of: List }) {
  const { go } = useDesk()
  if (quorums.length === 0) return null
  return (
    <Card title="Backup keys">
      <Table name="Backup keys" columns={['Quorum', 'In use', 'Page']}>
        {quorums.map(({ setId, title, backupKey }) => (
          <tr key={setId}>
            <th scope="row">{title}</th>
            <td>{backupKey === null ? 'none' : `number ${backupKey}`}</td>
            <td>
              <Button
                aria-label={`Open the backup keys of ${title}`}
                onClick={() => void go({ screen: 'workspace', section: 'backup-keys', setId })}
              >
                Open
              </Button>
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}
