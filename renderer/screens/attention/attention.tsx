import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { useDesk, type View } from '../../session/session.tsx'
import { sayOf, words } from '../../words.ts'
import classes from './attention.module.css'

type Item = Output<'vault.overview'>['attention'][number]

interface Matter {
  readonly kind: 'caution' | 'danger'
  readonly way?: { readonly title: string; readonly view: View }
}

interface AttentionProps {
  readonly of: readonly Item[]
  /** The quorum whose page this is: what is done there needs no way to it. */
  readonly here?: string
}

/** What somebody should see to: a sentence and a way on for each. */
export function Attention({ of, here }: AttentionProps) {
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
        const { kind, way } = matterOf(item)
        const text = sayOf(words.attention, item)
        return (
          <li key={text}>
            <Notice kind={kind}>
              <p>{text}</p>
              {way && !isOf(here, way.view) && (
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

const isOf = (setId: string | undefined, view: View): boolean =>
  view.screen === 'workspace' && view.section === 'quorum' && view.setId === setId

const AUDIT: NonNullable<Matter['way']> = {
  title: 'Look at the audit log',
  view: { screen: 'workspace', section: 'audit' },
}

const keyPage = ({ id, label }: { id: string; label: string }): NonNullable<Matter['way']> => ({
  title: `Look at ${label}`,
  view: { screen: 'workspace', section: 'key', key: id },
})

/** How urgent it is, and the way on from it. */
function matterOf(item: Item): Matter {
  switch (item.kind) {
    case 'no-quorum':
      return {
        kind: 'caution',
        way: { title: 'Start a ceremony', view: { screen: 'ceremony' } },
      }
    case 'no-backup':
      return {
        kind: 'caution',
        way: { title: 'Make a backup', view: { screen: 'workspace', section: 'backups' } },
      }
    case 'key-expires':
    case 'key-rotate':
    case 'key-reading-ends':
      return { kind: 'caution', way: keyPage(item) }
    case 'key-expired':
      return { kind: 'danger', way: keyPage(item) }
    case 'ceremony-interrupted':
    case 'clock-behind':
      return { kind: 'danger' }
    case 'status-list-due':
      return {
        kind: item.days < 0 ? 'danger' : 'caution',
        way: { title: 'Publish the next list', view: { screen: 'workspace', section: 'status' } },
      }
    case 'status-list-behind':
      return {
        kind: item.urgent ? 'danger' : 'caution',
        way: { title: 'Publish the next list', view: { screen: 'workspace', section: 'status' } },
      }
    case 'drill-overdue':
      return {
        kind: 'caution',
        way: { title: 'Hold a drill', view: { screen: 'drill', setId: item.setId } },
      }
    case 'custodian-gone':
      return {
        kind: 'danger',
        way: {
          title: 'Replace this quorum…',
          view: { screen: 'ceremony', replaces: item.setId },
        },
      }
    case 'checks-overdue':
      return {
        kind: 'caution',
        way: { title: 'Check a card', view: { screen: 'workspace', section: 'cards' } },
      }
    case 'shares-unacknowledged':
      return {
        kind: 'caution',
        way: {
          title: 'Record it',
          view: { screen: 'workspace', section: 'quorum', setId: item.setId },
        },
      }
    case 'cards-to-destroy':
      return {
        kind: 'danger',
        way: {
          title: 'Tick cards off',
          view: { screen: 'workspace', section: 'quorum', setId: item.setId },
        },
      }
    case 'places-unknown':
      return {
        kind: 'caution',
        way: {
          title: 'Note where they are',
          view: { screen: 'workspace', section: 'quorum', setId: item.setId },
        },
      }
    case 'person-pin':
      return {
        kind: 'caution',
        way: { title: 'Go to People', view: { screen: 'workspace', section: 'people' } },
      }
    case 'kit-people-old':
      return {
        kind: 'caution',
        way: {
          title: 'Go to the quorum',
          view: { screen: 'workspace', section: 'quorum', setId: item.setId },
        },
      }
    case 'policy-old':
      return {
        kind: 'caution',
        way: { title: 'Go to Policy', view: { screen: 'workspace', section: 'policy' } },
      }
    case 'person-locked':
      return {
        kind: 'danger',
        way: { title: 'Go to People', view: { screen: 'workspace', section: 'people' } },
      }
    case 'attempts':
    case 'tables-changed':
    case 'log-broken':
    case 'log-damaged':
    case 'clock-set-back':
      return { kind: 'danger', way: AUDIT }
  }
}
