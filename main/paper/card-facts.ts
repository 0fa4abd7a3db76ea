import { bundleName } from '../core/bundle/index.ts'
import type { CardFacts } from '../core/share/index.ts'
import { headSentence } from '../core/text/index.ts'
import { COMPARED, type Fact } from './facts-block.ts'
import type { PaperSize } from './paper-size.ts'

/** What a card says beside its share, and how it is laid out. */

export interface CardPaper {
  readonly paper: PaperSize
  /** Nothing that says what it opens: no ceremony, no organisation. */
  readonly plain: boolean
  /** `fold`: with a line to fold along, so that words and code are inside. */
  readonly layout: 'standard' | 'fold' | 'large-print'
}

/** Where everything else is, and who can help. */
export const helpFacts = ({
  setId,
  contact,
}: Pick<CardFacts, 'setId' | 'contact'>): readonly Fact[] => [
  { label: 'Bundle', value: `folder ${bundleName(setId)} on the drives of the ceremony` },
  ...(contact === null ? [] : [{ label: 'Whom to call', value: contact }]),
]

/** The same, and which program says so. */
export const bundleFacts = (
  facts: Pick<CardFacts, 'setId' | 'contact' | 'software'>,
): readonly Fact[] => [...helpFacts(facts), { label: 'Printed by', value: facts.software }]

/** What a card tells of its quorum. */
export function factsOf(facts: CardFacts, plain: boolean): readonly Fact[] {
  const { title, organisation, date, setId, fingerprint } = facts
  const named: readonly Fact[] = [
    { label: 'Ceremony', value: title },
    { label: 'Organisation', value: organisation },
  ]
  return [
    ...(plain ? [] : named),
    { label: 'Date', value: date },
    { label: 'Set id', value: setId, role: 'mono', least: COMPARED },
    { label: 'Kit fingerprint', value: fingerprint, role: 'mono', least: COMPARED },
  ]
}

export const policyOf = ({ threshold, custodians: { length } }: CardFacts): string =>
  threshold === length
    ? `All ${length} shares are needed, together with a passphrase that is kept elsewhere. This one alone opens nothing and tells nothing.`
    : `Any ${threshold} of the ${length} shares, together with a passphrase that is kept elsewhere, open what was sealed. This one alone opens nothing and tells nothing.`

/** For somebody who has never heard of all this. */
export const HEIR_TITLE = 'If you have found or inherited this card'

export function heirText({ threshold, custodians }: CardFacts, back: string): readonly string[] {
  const people = custodians.length
  const spare = threshold < people ? ' and no single loss would lose it' : ''
  return [
    `It is one part of a secret that was divided among ${people} people, so that no single one of them could use it${spare}. It may still be needed, even after decades: do not throw it away.`,
    `Do not show, copy, photograph or type it. Keep it dry, dark and locked up, and bring it, unseen by others, to ${back}. If you cannot, leave it sealed with a notary or a bank, and tell them so.`,
  ]
}

/** How to read a card without us. A blank one has no code. */
export const FORMAT_TEXT =
  'No special program is needed to read this card. The words are from the English list of BIP-39; words 33 to 40 find and mend errors. In the bundle FORMAT.md describes the format (“Keyclave share, version 1”), RUNBOOK.md what to do, step by step, and kit.json, a public file, holds all that was sealed, still locked.'
const CODE_TEXT = 'The code holds the same share as the words.'

/** What stands at the foot of a card, in small letters. */
export const notesOf = ({ auditHead, software }: CardFacts): readonly string[] => [
  `${FORMAT_TEXT} ${CODE_TEXT} Printed by ${software}.`,
  ...(auditHead === null ? [] : [headSentence(auditHead)]),
]
