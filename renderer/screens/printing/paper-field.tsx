import { useState } from 'react'
import type { Input } from '../../../shared/contract.ts'
import { useSettings } from '../../boundary/settings.tsx'
import { SelectField } from '../../design/field.tsx'

export type PaperSize = Input<'printing.blankCard'>['paper']

/** The paper that was chosen last, beside the one that was set then. */
let last: { readonly chosen: PaperSize; readonly set: PaperSize } | null = null

/** The paper that is set for this machine, or the one that was chosen here since. */
export function usePaper(): readonly [PaperSize, (paper: PaperSize) => void] {
  const set = useSettings().paper
  const [paper, setPaper] = useState(last?.set === set ? last.chosen : set)
  return [
    paper,
    chosen => {
      last = { chosen, set }
      setPaper(chosen)
    },
  ]
}

export const PaperField = ({
  value,
  onChange,
}: {
  value: PaperSize
  onChange: (paper: PaperSize) => void
}) => (
  <SelectField
    label="Paper"
    value={value}
    options={[
      { value: 'a4', label: 'A4' },
      { value: 'letter', label: 'US Letter' },
    ]}
    onChange={onChange}
  />
)
