import { setIdIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

/** Cards that were seen destroyed; 0 is the one with the passphrase. */
export const destroyedCards: Projection = {
  table: 'destroyed_cards',
  key: ['number'],
  columns: ['number', 'set_id', 'card', 'method', 'observer', 'recorded'],
  entries: {
    'shares.destroyed': ({ subject, details, time, rows }) => {
      const { cards, passphraseCard, method, observer } = details
      for (const card of passphraseCard ? [...cards, 0] : cards) {
        rows.number({ set_id: setIdIn(subject), card, method, observer, recorded: time })
      }
    },
  },
}
