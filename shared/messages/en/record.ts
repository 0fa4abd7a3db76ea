import { LAST_DAY, OVERRIDE, type ReadBackWay } from '../../record-steps.ts'
import type { RecordWording, Spoken, Told } from '../wording/wording.ts'

const READ_BACK: { readonly [way in ReadBackWay]: string } = {
  words: 'all 40 words typed from the card',
  camera: 'its code held into the camera',
  'share file': 'from its file, not from paper',
  picture: 'from a picture of the card',
  PDF: 'from the card’s PDF, not from paper',
}

const printed = (facts: Spoken<'passphrase card printed'>): string =>
  `On ${facts.printer} (${facts.device}), job ${facts.job}; removed from the print system: ${facts['removed from the print system']}.`

/** The share's number and whose it is. */
const share = ({ index, custodian }: Spoken<'share issued'>, what: string): string =>
  `Share ${index}, of ${custodian}, ${what}`

const alone = (what: string): Told => ({ what, details: '' })

export const record: RecordWording = {
  steps: {
    opened: () => alone('Ceremony opened'),
    'room checked': facts => ({
      what: `Room checked: ${facts.check}`,
      details: `${facts.result}: ${facts.evidence}${facts[OVERRIDE] === undefined ? '' : ` Goes on because: ${facts[OVERRIDE]}`}`,
    }),
    randomness: ({ sources, rolls, bits }) => ({
      what: 'Randomness',
      details: `From the ${sources}; ${rolls} rolls, ${bits} bits.`,
    }),
    'passphrase accepted': () => ({
      what: 'Passphrase accepted',
      details: 'It was judged strong enough; nothing of it is recorded.',
    }),
    'passphrase card printed': facts => ({
      what: 'Passphrase card printed',
      details: printed(facts),
    }),
    'old quorum opened': ({ setId, shares }) => ({
      what: 'Old quorum opened',
      details: `Set ${setId}, by the shares ${shares}.`,
    }),
    'sealed again': ({ items, from, to }) => ({
      what: 'Sealed again',
      details: `${items} items, from set ${from} to set ${to}.`,
    }),
    'old quorum replaced': ({ setId, fingerprint, 'still opens': opens, 'to do': toDo }) => ({
      what: 'Old quorum replaced',
      details: `Set ${setId}; kit fingerprint ${fingerprint}. What it still opens: ${opens} What is to be done: ${toDo}`,
    }),
    founded: ({ setId, fingerprint }) => ({
      what: 'Quorum founded',
      details: `Set ${setId}; kit fingerprint ${fingerprint}.`,
    }),
    'key sealed': ({ label, id, version, [LAST_DAY]: last }) => ({
      what: 'Key sealed',
      details: `${version === undefined ? label : `${label}@${version}`} (id ${id}).${last === undefined ? '' : ' Exception: it has no last day on which it may protect anything.'}`,
    }),
    'share issued': facts => alone(share(facts, 'issued')),
    'share shown': facts => alone(share(facts, 'shown on the screen')),
    'card saved': facts => alone(share(facts, 'saved as a file')),
    'printer confirmed': ({ printer, device }) => ({
      what: 'Printer confirmed',
      details: `${printer} (${device}): somebody followed its cable.`,
    }),
    'card printed': facts => ({ what: share(facts, 'printed'), details: printed(facts) }),
    'print failed': facts => ({
      what: share(facts, 'not printed'),
      details: `On ${facts.printer}: ${facts.problem}.`,
    }),
    'print judged': facts => ({
      what: share(facts, 'looked at'),
      details: `The printed page: ${facts.verdict}.`,
    }),
    'share read back': facts => ({
      what: share(facts, 'read back'),
      details: `${READ_BACK[facts.by]}.`,
    }),
    'share sealed': facts => ({
      what: share(facts, 'sealed: absent'),
      details: `To the key ${facts.recipient} (${facts.to}), as ${facts.file}, SHA-256 ${facts.sha256}; acknowledged by what hashes to ${facts.acknowledgement}.`,
    }),
    'sealed share read back': facts => ({
      what: share(facts, 'read back as it was sealed'),
      details: `The file is the one that was made, SHA-256 ${facts.sha256}, and whole. That it can be opened, its holder alone can show.`,
    }),
    'recovery proved': ({ subsets, possible }) => ({
      what: 'Recovery proved',
      details: `Over ${subsets} of ${possible} sets of shares, with the passphrase entered again.`,
    }),
    'person came': ({ person }) => alone(`${person} came`),
    'person left': ({ person }) => alone(`${person} left`),
    evidence: ({ kind, value, index }) => ({
      what: kind === 'bag' ? `Bag of share ${index}` : `Noted: ${kind}`,
      details: kind === 'bag' || index === undefined ? value : `${value}; share ${index}`,
    }),
    exception: facts => ({
      what: `Exception: ${facts.what}`,
      details: `${facts.reason}. Accepted by: ${facts['accepted by']}.`,
    }),
  },
}
