/** A document of the help, as it is shown, searched and printed: no mark-up in it, and nothing that runs. */

export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: Text }
  | { readonly emphasis: Text }
  /** `to` as it is written: `../FORMAT.md#7-recovery-kit`, `#proof`. */
  | { readonly link: Text; readonly to: string }

export type Text = readonly Inline[]

export interface Heading {
  readonly kind: 'heading'
  /** 1 is the document's own. */
  readonly level: 1 | 2 | 3 | 4
  readonly text: Text
  /** Its name in links; no other heading of the document has it. */
  readonly slug: string
}

export type Block =
  | Heading
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Blocks[] }
  | {
      readonly kind: 'table'
      readonly head: readonly Text[]
      readonly rows: readonly (readonly Text[])[]
    }
  | { readonly kind: 'code'; readonly text: string }

export type Blocks = readonly Block[]

/** What is read of it, without what makes it bold or a link. */
export const plainText = (text: Text): string =>
  text
    .map(part => {
      if (typeof part === 'string') return part
      if ('code' in part) return part.code
      if ('strong' in part) return plainText(part.strong)
      return plainText('link' in part ? part.link : part.emphasis)
    })
    .join('')

/** All that is read of some blocks, a line for each paragraph, point, row and line of code. */
export const linesOf = (blocks: Blocks): readonly string[] => blocks.flatMap(linesOfBlock)

function linesOfBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [plainText(block.text)]
    case 'list':
      return block.items.flatMap(linesOf)
    case 'table':
      return [block.head, ...block.rows].map(row => row.map(plainText).join('  '))
    case 'code':
      return block.text.split('\n')
  }
}
