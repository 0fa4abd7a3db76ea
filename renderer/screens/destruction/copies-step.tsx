import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Card, Row, Table } from '../../design/layout.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { words } from '../../words.ts'
import { CopyDialog } from './copy-dialog.tsx'
import type { DestructionStatus, StepProps } from './use-destruction.ts'

type Copy = DestructionStatus['copies'][number]

const KINDS: { readonly [kind in Copy['kind']]: string } = {
  kit: 'Recovery kit',
  export: 'Taken out',
  identity: 'Identity of its quorum, taken out',
  delivery: 'Delivered to another system',
  'vault-copies': 'Copies of the vault’s file',
  other: 'Other copy',
}
const FATES = { destroyed: 'good', kept: 'bad', lost: 'caution' } as const

/** A copy that is named by somebody, and stands in no log yet. */
const UNNAMED = ''

/** Every copy that is known, ticked off one by one. */
export function CopiesStep({ item, setId, of, readOnly, onDone }: StepProps) {
  const [asking, setAsking] = useState<string | null>(null)
  const left = of.copies.filter(({ fate }) => fate === null).length
  return (
    <Card title="2. Copies elsewhere">
      <p>
        {left === 0
          ? 'Every copy that is known is accounted for.'
          : `${left} of ${of.copies.length} copies that are known are not accounted for. Look for each, destroy it, and say here what became of it.`}
      </p>
      <Table
        name="Copies elsewhere"
        columns={['What', 'Which, and where', 'What became of it', '']}
      >
        {of.copies.map(copy => (
          <tr key={copy.copy}>
            <th scope="row">{KINDS[copy.kind]}</th>
            <td>
              {copy.kind === 'vault-copies' ? 'any that somebody made' : whichOf(copy)}
              {copy.where !== null && <div>{copy.where}</div>}
            </td>
            <td>
              {copy.fate === null ? (
                <Tag kind="caution">not accounted for</Tag>
              ) : (
                <>
                  <Tag kind={FATES[copy.fate]}>{words.keys.copyFates[copy.fate]}</Tag>
                  <div>
                    {copy.by}
                    {copy.serial !== null && `, ${copy.serial}`}
                    {copy.recorded !== null && `, ${formatDay(copy.recorded)}`}
                  </div>
                </>
              )}
            </td>
            <td>
              <Button
                disabled={readOnly}
                aria-label={`Account for it… ${KINDS[copy.kind]}, ${whichOf(copy)}`}
                onClick={() => setAsking(copy.copy)}
              >
                Account for it…
              </Button>
            </td>
          </tr>
        ))}
      </Table>
      <Row>
        <Button disabled={readOnly} onClick={() => setAsking(UNNAMED)}>
          A copy that is not listed…
        </Button>
      </Row>
      {asking !== null && (
        <CopyDialog
          {...{ item, setId }}
          copy={asking === UNNAMED ? null : asking}
          onClose={() => setAsking(null)}
          onDone={() => {
            setAsking(null)
            onDone()
          }}
        />
      )}
    </Card>
  )
}

/** A digest by its beginning: as long as people compare. */
const whichOf = ({ what }: Copy): string =>
  /^[0-9a-f]{64}$/.test(what) ? `digest ${what.slice(0, 16)}…` : what
