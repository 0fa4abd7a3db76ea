import { Facts, Fingerprint } from '../../../design/facts.tsx'
import { Card } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { formatList } from '../../../design/quantity.ts'
import { words } from '../../../words.ts'
import type { At } from '../frame/state.ts'

/** What became of the quorum that was replaced, and what is to be done about its cards. */
export const Replaced = ({ of }: { of: NonNullable<At<'closed'>['replaced']> }) => (
  <Card title="The old quorum">
    <Facts
      of={[
        ['Set id', <code key="set">{of.setId}</code>],
        ['Fingerprint', <Fingerprint key="quorum" of={of.fingerprint} />],
        [
          'Cards to collect and destroy',
          formatList(of.cards.map(({ index, custodian }) => `${index} (${custodian})`)),
        ],
      ]}
    />
    <Notice kind="danger">
      <p>{words.replaced.stillOpens(of)}</p>
      <p>{words.replaced.toDo(of)}</p>
    </Notice>
  </Card>
)
