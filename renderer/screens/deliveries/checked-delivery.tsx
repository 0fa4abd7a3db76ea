import type { ReactNode } from 'react'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Notice } from '../../design/notice.tsx'
import { words } from '../../words.ts'
import { asBeginning, type CheckedDelivery } from './delivery-words.ts'

/** What was found, before anything is opened: what leaves for where, under which key, and until when. */
export function CheckedFacts({ of }: { of: CheckedDelivery }) {
  const { deliveries } = words
  const { key, target, form, under, kek, validTo, now, use, although, plain, notices } = of
  const { name, blob } = deliveries.destinations[of.destination]
  const rows: readonly (readonly [string, ReactNode])[] = [
    ['Key', `${key.label}@${key.version}`],
    ['Where to', target === null ? asBeginning(name) : `${asBeginning(name)} (${target})`],
    ['What leaves', asBeginning(blob)],
    ['In what form', asBeginning(deliveries.forms[form])],
    [
      'What for',
      use === 'protect' ? 'To protect anew' : 'To read what it protected, and nothing else',
    ],
    ...(although === null
      ? []
      : [['Although', asBeginning(words.keys.exceptions[although])] as const]),
    ...(plain === null ? [] : [['Plain, because', plain] as const]),
    ...(kek === null ? [] : [['Wrapped under', `${kek}, of this vault`] as const]),
    ...(under === null
      ? []
      : [
          [
            'Wrapped under',
            under.bits === null ? 'a key of the other side' : `RSA-${under.bits} of the other side`,
          ] as const,
          ['Fingerprint', <Fingerprint key="f" of={under.fingerprint} />] as const,
        ]),
    ...(validTo === null
      ? []
      : [
          [
            'Taken there until',
            <span key="v">
              <Moment of={validTo} exact />; it is <Moment of={now} exact />
            </span>,
          ] as const,
        ]),
    ...(form === 'nothing'
      ? []
      : [['Who signs', 'A recovery officer and a witness, where the vault has people'] as const]),
  ]
  return (
    <>
      <Facts of={rows} />
      {notices.map(notice => (
        <Notice key={notice} kind={notice === 'plain' ? 'danger' : 'caution'}>
          <p>{deliveries.notices[notice]}</p>
        </Notice>
      ))}
      {under !== null && <HashWords name="The fingerprint in words" words={under.words} />}
    </>
  )
}
