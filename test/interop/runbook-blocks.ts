/** The blocks of docs/RUNBOOK.md that are followed: `sh run`, and what one should see then, `text see`. */

export interface Block {
  readonly kind: 'run' | 'see'
  /** none: the way everybody goes; `kit`: the same, with the kit at hand; others: a trouble. */
  readonly label: string
  readonly text: string
}

export const blocksOf = (runbook: string): readonly Block[] =>
  Array.from(
    runbook.matchAll(/^```(?:sh|text) (run|see) ?([a-z0-9-]*)\n(.*?)^```$/gms),
    ([, kind, label = '', text = '']) => ({ kind: kind === 'run' ? 'run' : 'see', label, text }),
  )
