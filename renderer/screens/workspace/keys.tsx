import type { Output } from '../../../shared/contract.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Fingerprint, Whole } from '../../design/facts.tsx'
import { Empty, Table } from '../../design/layout.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { Answered, Page } from '../section/page.tsx'

type State = Output<'vault.overview'>['keys'][number]['state']

const STATES: { readonly [Name in State]: 'good' | 'caution' | 'bad' | 'waiting' } = {
  'pre-activation': 'waiting',
  active: 'good',
  suspended: 'caution',
  deactivated: 'caution',
  compromised: 'bad',
  destroyed: 'bad',
}

/** The sealed keys by what is public about them. Opening one takes a recovery. */
export function Keys() {
  const overview = useAnswer('vault.overview', {})
  const { go } = useDesk()
  return (
    <Page
      title="Keys"
      lead="Sealed to their quorum. Opening one takes the custodians and the passphrase."
      action={
        <Button large onClick={() => void go({ screen: 'recovery' })}>
          Export a key…
        </Button>
      }
    >
      <Answered answer={overview}>
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty title="No keys yet">
              Keys are named in a ceremony’s plan and made when it runs. Start one under Ceremonies.
            </Empty>
          ) : (
            <Table
              name="Keys"
              columns={['Label', 'State', 'What', 'Expires', 'Fingerprint and check value']}
            >
              {keys.map(key => (
                <tr key={`${key.id}-${key.version}`}>
                  <th scope="row">
                    <Whole>{key.label}</Whole>
                    {key.version > 1 && `, version ${key.version}`}
                  </th>
                  <td>
                    <Tag kind={STATES[key.state]}>{key.state}</Tag>
                  </td>
                  <td>
                    {key.bits === null ? 'taken in' : `AES-${key.bits}`}, {key.purpose}
                  </td>
                  <td>{key.expires === null ? 'never' : formatDay(key.expires)}</td>
                  <td>
                    {key.fingerprint === null ? '—' : <Fingerprint of={key.fingerprint} />}
                    {key.checkValue !== null && (
                      <div>
                        check <Fingerprint of={key.checkValue} />
                      </div>
                    )}
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Answered>
    </Page>
  )
}
