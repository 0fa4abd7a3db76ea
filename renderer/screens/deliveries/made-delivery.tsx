import { Facts, Fingerprint } from '../../design/facts.tsx'
import { Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatBytes } from '../../design/quantity.ts'
import { PageDesk } from '../pages/page-desk.tsx'
import { destinationName, type MadeDelivery as Made } from './delivery-words.ts'
import { Instructions } from './instructions.tsx'

/** The package is there: what is in it, its receipt, and what is done on the other side. */
export function MadeDelivery({ of: made }: { of: Made }) {
  const { id, checked, path, files, checkValues } = made
  const { label, version } = checked.key
  const values = [
    ['Check value (AES-CMAC)', checkValues.cmac],
    ['Check value of HSMs (AES-ECB)', checkValues.ecb],
    ['MD5, as S3 echoes it', checkValues.md5],
  ] as const
  return (
    <>
      <Notice kind="done" live>
        <p>
          {label}@{version} is packed for {destinationName(checked.destination)} in{' '}
          <code>{path}</code>. Every file was read back. It is delivery <code>{id}</code> in the
          log.
        </p>
      </Notice>
      <Table name="Files of the package" columns={['File', 'Size']}>
        {files.map(({ name, size }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{formatBytes(size)}</td>
          </tr>
        ))}
      </Table>
      <Facts
        of={[
          ['SHA-256 of SHA256SUMS', <Fingerprint key="sums" of={made.package} />],
          ...values.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
        ]}
      />
      <PageDesk
        pages={[
          {
            of: { page: 'receipt', file: made.receipt },
            title: 'The receipt',
            text: 'Which key, for whom, under which fingerprint, and who agreed to it. Nothing secret.',
            name: `receipt-${id}.pdf`,
          },
        ]}
      />
      <Instructions of={checked.instructions} />
      <p>
        When it has arrived there, or was not used, note that on the page of the key. The commands
        stand in the package as well: commands.md to read, commands.sh to run.
      </p>
    </>
  )
}
