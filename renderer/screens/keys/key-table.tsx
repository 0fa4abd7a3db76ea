import type { Output } from '../../../shared/contract.ts'
import { sortOfKey } from '../../../shared/key-pairs.ts'
import { Button } from '../../design/button.tsx'
import { Fingerprint, Whole } from '../../design/facts.tsx'
import { Table } from '../../design/layout.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { KEY_TAGS } from './key-words.ts'

type SealedKey = Output<'vault.overview'>['keys'][number]
/** Keys and imported secrets by what is public about them, a row for each version. */
export const KeyTable = ({ keys }: { keys: readonly SealedKey[] }) => (
  <Table
    name="Keys"
    columns={['Label', 'State', 'What', 'Protects until', 'Fingerprint and check value']}
  >
    {keys.map(key => (
      <KeyRow key={`${key.id}-${key.version}`} of={key} />
    ))}
  </Table>
)

const kindOf = ({ kind, bits, algorithm }: SealedKey): string =>
  kind === 'imported-secret' ? 'taken in' : sortOfKey({ kind, bits, algorithm })
/** A way to the page of one. */
function OpenKey({ of: { id, label, version } }: { of: SealedKey }) {
  const { go } = useDesk()
  return (
    <Button
      aria-label={`Open key ${label}@${version}`}
      onClick={() => void go({ screen: 'workspace', section: 'key', key: id })}
    >
      <Whole>{`${label}@${version}`}</Whole>
    </Button>
  )
}

const KeyRow = ({ of: key }: { of: SealedKey }) => (
  <tr>
    <th scope="row">
      <OpenKey of={key} />
    </th>
    <td>
      <Tag kind={KEY_TAGS[key.state]}>{words.keys.states[key.state]}</Tag>
    </td>
    <td>
      {kindOf(key)}, {key.purpose}
    </td>
    <td>{key.expires === null ? 'no last day' : formatDay(key.expires)}</td>
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
