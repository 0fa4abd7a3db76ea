import type { Output } from '../../../shared/contract.ts'
import { Fingerprint, Whole } from '../../design/facts.tsx'
import { Table } from '../../design/layout.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'

type SealedKey = Output<'vault.overview'>['keys'][number]
type State = SealedKey['state']

const STATES: { readonly [Name in State]: 'good' | 'caution' | 'bad' | 'waiting' } = {
  'pre-activation': 'waiting',
  active: 'good',
  suspended: 'caution',
  deactivated: 'caution',
  compromised: 'bad',
  destroyed: 'bad',
}

/** Keys and imported secrets by what is public about them, a row for each version. */
export const KeyTable = ({ keys }: { keys: readonly SealedKey[] }) => (
  <Table name="Keys" columns={['Label', 'State', 'What', 'Expires', 'Fingerprint and check value']}>
    {keys.map(key => (
      <KeyRow key={`${key.id}-${key.version}`} of={key} />
    ))}
  </Table>
)

const KeyRow = ({ of: key }: { of: SealedKey }) => (
  <tr>
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
)
