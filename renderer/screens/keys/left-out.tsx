import type { Output } from '../../../shared/contract.ts'
import { Button } from '../../design/button.tsx'
import { Whole } from '../../design/facts.tsx'
import { Card, Row, Stack, Table } from '../../design/layout.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { KEY_TAGS, kindOf, nameOf } from './key-words.ts'

type LeftOutVersion = Output<'keys.list'>['leftOut'][number]
type Opener = LeftOutVersion['openers'][number]

/** Versions that a re-issue left out: no quorum in force has them, and old cards may still open them. */
export function LeftOut({ of }: { of: readonly LeftOutVersion[] }) {
  const { go } = useDesk()
  if (of.length === 0) return null
  return (
    <Card title="Left out by a re-issue">
      <p>
        No quorum in force has these. Old kits do, and the cards and the passphrase of that time
        open them there, until too few cards are left.
      </p>
      <Table
        name="Left out by a re-issue"
        columns={['Key', 'State', 'What', 'For', 'Who could open it']}
      >
        {of.map(key => (
          <tr key={`${key.id}@${key.version}`}>
            <th scope="row">
              <Button
                aria-label={`Open key ${nameOf(key)}`}
                onClick={() => void go({ screen: 'workspace', section: 'key', key: key.id })}
              >
                <Whole>{nameOf(key)}</Whole>
              </Button>
            </th>
            <td>
              <Tag kind={KEY_TAGS[key.state]}>{words.keys.states[key.state]}</Tag>
            </td>
            <td>{kindOf(key)}</td>
            <td>{key.purpose}</td>
            <td>
              {key.openers.map(opener => (
                <div key={opener.setId}>{opensIn(opener)}</div>
              ))}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

interface OpenersProps {
  readonly name: string
  readonly openers: readonly Opener[]
}

/** Which old cards still open one version, and the way to tick them off. */
export function LeftOutOpeners({ name, openers }: OpenersProps) {
  const { go } = useDesk()
  return (
    <Stack>
      <p>A re-issue left it out. Copies of it in old kits open with:</p>
      <ul aria-label={`Who could open ${name}`}>
        {openers.map(opener => (
          <li key={opener.setId}>
            <Row>
              <span>{opensIn(opener)}</span>
              <Button
                aria-label={`Tick its cards off: ${opener.title}, set ${opener.setId}, for ${name}`}
                onClick={() =>
                  void go({ screen: 'workspace', section: 'quorum', setId: opener.setId })
                }
              >
                Tick its cards off
              </Button>
            </Row>
          </li>
        ))}
      </ul>
    </Stack>
  )
}

const opensIn = ({ title, setId, threshold, left, opensNothing }: Opener): string =>
  opensNothing
    ? `Nobody with the cards of ${title} (${setId}): ${formatCount(left, 'card is', 'cards are')} left, and ${threshold} are needed.`
    : `Any ${threshold} of the ${formatCount(left, 'card')} left of ${title} (${setId}), with its passphrase.`
