import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatList } from '../../design/quantity.ts'
import { SaveKit } from '../files/save-kit.tsx'
import { nameOf, standingOf } from './key-words.ts'
import type { CarriedOut } from './use-key-change.ts'

/** What was done, and that copies of the kit elsewhere are too old where it has changed. */
export const KitChanged = ({ of: { keys, kit } }: { of: CarriedOut }) => (
  <Notice kind="done" live>
    <p>
      {keys.length === 0
        ? 'It is done.'
        : keys.length === 1
          ? keys.map(key => `${nameOf(key)} is ${standingOf(key)}.`).join('')
          : `${keys.length} keys were changed: ${formatList(keys.slice(0, MOST).map(nameOf))}${keys.length > MOST ? ` and ${keys.length - MOST} more` : ''}.`}
    </p>
    {kit !== null && (
      <>
        <p>
          The kit has changed, and its fingerprint on the cards has not. Copies elsewhere do not
          have this: save it again, and replace them.
        </p>
        <Row>
          <SaveKit setId={kit.setId} />
        </Row>
      </>
    )}
  </Notice>
)

const MOST = 5
