import type { Output } from '../../shared/contract.ts'
import { Table } from '../design/layout.tsx'
import { Notice } from '../design/notice.tsx'
import { formatDay, formatList } from '../design/quantity.ts'
import { words } from '../words.ts'

type Kit = Output<'kit.inspect'>

/** What a kit is of, as rows of facts. */
export const kitRows = ({ created, threshold, custodians }: Kit) =>
  [
    ['Made', formatDay(created)],
    ['Opens with', words.policy.quorum({ threshold, count: custodians.length })],
    ['Custodians', formatList(custodians.map(({ name }) => name))],
  ] as const

/** What is to be known of a kit's file before it is used: how it is spelled, and what proves what is in it. */
export const KitNotes = ({
  of: { reformatted, proofs, keys, unproved, destroyed },
}: {
  of: Kit
}) => (
  <>
    {reformatted && (
      <Notice>
        <p>
          Another program has reformatted this file (line breaks, spaces or order). What it says is
          unchanged, and it can be used. <code>keyclave kit export --kit</code> writes it out as
          Keyclave spells it.
        </p>
      </Notice>
    )}
    <Table name="What is in it" columns={['What', 'Proved by']}>
      {proofs.map(({ item, proof }) => {
        const key =
          'key' in item
            ? keys.find(({ id, version }) => id === item.key && version === item.version)
            : undefined
        const name = words.items.name(item)
        return (
          <tr key={name}>
            <th scope="row">{key === undefined ? name : `${key.label}@${key.version}`}</th>
            <td>{words.items.proof(proof)}</td>
          </tr>
        )
      })}
    </Table>
    {destroyed.length > 0 && (
      <p>Destroyed, and not in this file any more: {formatList(destroyed)}.</p>
    )}
    {unproved.length > 0 && (
      <Notice kind="caution">
        <p>
          Something was added to this kit after the founding ceremony, and nothing here proves it.
          It will not be opened. With the vault that recorded it, it will.
        </p>
      </Notice>
    )}
  </>
)
