import type { CompromiseReport } from '../../shared/compromise.ts'
import type { ReceiptFacts } from '../../shared/delivery-receipt.ts'
import type { TopicId } from '../../shared/help/topics.ts'
import type { CardFacts } from '../core/share/index.ts'
import type { LabelFacts } from './backup-label.ts'
import type { CardPaper } from './card-facts.ts'
import type { CompliancePageFacts } from './compliance-page.ts'
import type { SealedLine } from './issue-register.ts'
import type { KeySheetFacts } from './key-sheet.ts'
import type { PaperSize } from './paper-size.ts'
import type { PassphraseCardFacts } from './passphrase-card.ts'
import type { PlanFacts } from './plan-page.ts'
import type { RecoveryFacts } from './recovery-sheet.ts'
import type { StatusPageFacts } from './status-page.ts'
import type { Face } from './typeface.ts'

/** What a worker is asked to print. Secrets come beside it. */

export type Page =
  | { readonly kind: 'share-cards'; readonly facts: CardFacts; readonly style: CardPaper }
  /** As a share card looks, with its share covered: made without a share. */
  | {
      readonly kind: 'covered-card'
      readonly facts: CardFacts
      readonly style: CardPaper
      readonly index: number
    }
  | { readonly kind: 'blank-card' }
  | {
      readonly kind: 'passphrase-card'
      readonly facts: PassphraseCardFacts | null
      readonly date: string
    }
  /** As a passphrase card looks, with the passphrase covered. */
  | {
      readonly kind: 'covered-passphrase'
      readonly facts: PassphraseCardFacts | null
      readonly date: string
    }
  | {
      readonly kind: 'register'
      readonly facts: CardFacts
      readonly sealed: readonly SealedLine[]
    }
  | { readonly kind: 'record'; readonly file: Uint8Array }
  | { readonly kind: 'key'; readonly facts: KeySheetFacts }
  | { readonly kind: 'certificate'; readonly file: Uint8Array }
  | { readonly kind: 'plan'; readonly facts: PlanFacts }
  | { readonly kind: 'recovery-sheet'; readonly facts: RecoveryFacts }
  | { readonly kind: 'backup-label'; readonly facts: LabelFacts }
  | { readonly kind: 'compromise'; readonly report: CompromiseReport }
  | { readonly kind: 'delivery-receipt'; readonly facts: ReceiptFacts }
  | { readonly kind: 'compliance'; readonly facts: CompliancePageFacts }
  | { readonly kind: 'status-list'; readonly facts: StatusPageFacts }
  /** Documents in Markdown, each from a page of its own on. */
  | { readonly kind: 'booklet'; readonly title: string; readonly sources: readonly string[] }
  /** `source` in Markdown; null: the page of shortcuts. */
  | { readonly kind: 'guide'; readonly topic: TopicId; readonly source: string | null }

export interface PaperJob {
  readonly page: Page
  readonly paper: PaperSize
  readonly faces: readonly Face[]
  /** The day on which a page of an earlier day is drawn again, `2026-11-21`; null: it is the first. */
  readonly again: string | null
}
