import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

export const quorums: Projection = {
  table: 'quorums',
  key: ['set_id'],
  columns: [
    ...['set_id', 'threshold', 'count', 'identity', 'kdf', 'recipient', 'secret_commitment'],
    ...['fingerprint', 'ceremony', 'state'],
  ],
  entries: {
    'quorum.founded': ({ subject, details, rows }) => {
      const { ceremony, threshold, count, identity, kdf, recipient, fingerprint } = details
      rows.insert({
        ...{ set_id: idIn(subject), threshold, count, identity, kdf, recipient },
        ...{ secret_commitment: details.secretCommitment, fingerprint, ceremony },
        state: 'pending',
      })
    },
    'kit.taken-in': ({ subject, details: { fingerprint, quorum }, rows }) => {
      if (quorum === undefined) return
      const { ceremony, threshold, count, identity, kdf, recipient, secretCommitment } = quorum
      rows.insert({
        ...{ set_id: idIn(subject), threshold, count, identity, kdf, recipient },
        ...{ secret_commitment: secretCommitment, fingerprint, ceremony, state: 'in-force' },
      })
    },
    'ceremony.closed': ({ subject, rows }) =>
      rows.updateAll(({ ceremony }) => ceremony === idIn(subject), { state: 'in-force' }),
    'ceremony.voided': ({ subject, rows }) =>
      rows.updateAll(({ ceremony }) => ceremony === idIn(subject), { state: 'void' }),
  },
}
