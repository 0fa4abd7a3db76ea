import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatCount, formatDay, formatList, formatMoment } from '../../design/quantity.ts'
import { useDesk, type View } from '../../session/session.tsx'
import { words } from '../../words.ts'
import classes from './overview.module.css'

type Item = Output<'vault.overview'>['attention'][number]

interface Matter {
  readonly text: string
  readonly kind: 'caution' | 'danger'
  readonly way?: { readonly title: string; readonly view: View }
}

/** What somebody should see to: a sentence and a way on for each. */
export function Attention({ of }: { of: readonly Item[] }) {
  const { go } = useDesk()
  if (of.length === 0) {
    return (
      <Notice kind="done">
        <p>Nothing needs attention.</p>
      </Notice>
    )
  }
  return (
    <ul className={classes.attention} aria-label="Needs attention">
      {of.map(item => {
        const { text, kind, way } = matterOf(item)
        return (
          <li key={text}>
            <Notice kind={kind}>
              <p>{text}</p>
              {way && (
                <Row>
                  <Button onClick={() => void go(way.view)}>{way.title}</Button>
                </Row>
              )}
            </Notice>
          </li>
        )
      })}
    </ul>
  )
}

const AUDIT: Matter['way'] = {
  title: 'Look at the audit log',
  view: { screen: 'workspace', section: 'audit' },
}

const ATTEMPTED = {
  pin: 'wrong PIN',
  passphrase: 'wrong passphrase',
  share: 'foreign or forged share',
  action: 'refused action',
} as const

function matterOf(item: Item): Matter {
  switch (item.kind) {
    case 'no-quorum':
      return {
        kind: 'caution',
        text: 'No quorum is in force: nothing can be protected yet.',
        way: { title: 'Start a ceremony', view: { screen: 'ceremony' } },
      }
    case 'no-backup':
      return {
        kind: 'caution',
        text: `No backup was made yet for the quorum with set id ${item.setId}.`,
        way: { title: 'Make a backup', view: { screen: 'workspace', section: 'backups' } },
      }
    case 'ceremony-interrupted':
      return {
        kind: 'danger',
        text: `The ceremony “${item.title}”, begun ${formatMoment(item.opened)}, was interrupted. It is void. ${words.cards.destroy(item.destroy)}`,
      }
    case 'key-expires':
      return {
        kind: 'caution',
        text: `The key “${item.label}” expires on ${formatDay(item.expires)}, in ${formatCount(item.days, 'day')}. Plan a ceremony for its successor.`,
      }
    case 'key-expired':
      return {
        kind: 'danger',
        text: `The key “${item.label}” expired on ${formatDay(item.expires)}. Stop using it, and plan a ceremony for its successor.`,
      }
    case 'drill-overdue':
      return {
        kind: 'caution',
        text: `A drill of quorum ${item.setId} has been due since ${formatMoment(item.due)}. Rehearse a recovery: it opens nothing, and proves that everything would open.`,
        way: { title: 'Hold a drill', view: { screen: 'drill', setId: item.setId } },
      }
    case 'custodian-gone':
      return {
        kind: 'danger',
        text: `${item.name} has left and still holds card ${item.index} of quorum ${item.setId}. Collect the card, and replace the quorum by one without ${item.name}.`,
        way: {
          title: 'Replace this quorum…',
          view: { screen: 'ceremony', replaces: item.setId },
        },
      }
    case 'checks-overdue':
      return {
        kind: 'caution',
        text: `Nobody has looked at ${formatList(item.shares.map(share => `card ${share}`))} of quorum ${item.setId} for a long time. Have the custodians check their cards.`,
        way: { title: 'Check a card', view: { screen: 'workspace', section: 'cards' } },
      }
    case 'attempts':
      return {
        kind: 'danger',
        text: `${formatCount(item.count, ATTEMPTED[item.what])} within 30 days, the last ${formatMoment(item.last)}. Ask those who were there; the audit log has each of them.`,
        ...(AUDIT && { way: AUDIT }),
      }
    case 'person-locked':
      return {
        kind: 'danger',
        text: `The sign-in key of ${item.name} is locked after ten wrong entries. Find out who tried, then give ${item.name} a new key.`,
        way: { title: 'Go to People', view: { screen: 'workspace', section: 'people' } },
      }
    case 'log-damaged':
      return {
        kind: 'danger',
        text: `The audit log did not verify (${item.problem}) ${formatMoment(item.time)}. Keep the vault as it is, and compare its log with an earlier copy.`,
        ...(AUDIT && { way: AUDIT }),
      }
    case 'clock-set-back':
      return {
        kind: 'danger',
        text: `The clock was set back while the log was written: ${formatList(item.entries.map(entry => `entry ${entry}`))} of the audit log. Find out who did it and why.`,
        ...(AUDIT && { way: AUDIT }),
      }
    case 'clock-behind':
      return {
        kind: 'danger',
        text: `This machine’s clock is behind: the last entry of the log is of ${formatMoment(item.last)}. Set the clock before you do anything else.`,
      }
  }
}
