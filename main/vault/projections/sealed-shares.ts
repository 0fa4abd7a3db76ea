import { shareIn } from '../../../shared/log-subjects.ts'
import { acknowledgementHash } from '../../core/share/index.ts'
import type { Projection } from '../replay/index.ts'

/** Shares that were sealed to absent custodians; what one says counts once, and only as its ceremony noted it. */
export const sealedShares: Projection = {
  table: 'sealed_shares',
  key: ['set_id', 'share_index'],
  columns: [
    ...['set_id', 'share_index', 'form', 'recipient', 'file', 'acknowledgement'],
    ...['said', 'acknowledged'],
  ],
  times: ['acknowledged'],
  entries: {
    'share.read-back': ({ subject, details: { sealed }, rows }) => {
      if (sealed?.acknowledgement === undefined) return
      const { setId, index } = shareIn(subject)
      const { to, recipient, sha256, acknowledgement } = sealed
      rows.insert({
        ...{ set_id: setId, share_index: index, form: to, recipient, file: sha256 },
        ...{ acknowledgement, said: null, acknowledged: null },
      })
    },
    'share.acknowledged': ({ subject, details, time, rows, table }) => {
      const { setId, index } = shareIn(subject)
      const share = `${setId}/${index}`
      const { acknowledgement: said } = details
      const hash = acknowledgementHash(said)
      const isInForce = table('share_register').get(share)?.state === 'in-force'
      rows.update(
        share,
        { said, acknowledged: time },
        row => isInForce && row.said === null && row.acknowledgement === hash,
      )
    },
  },
}
