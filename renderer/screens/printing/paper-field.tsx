import { useState } from 'react'
import type { Input } from '../../../shared/contract.ts'
import { SelectField } from '../../design/field.tsx'

export type PaperSize = Input<'printing.blankCard'>['paper']

let lastChosen: PaperSize = 'a4'

/** The paper that was chosen last, for as long as the window is open; A4 at first. */
export function usePaper(): readonly [PaperSize, (paper: PaperSize) => void] {
  const [paper, setPaper] = useState(lastChosen)
  return [
    paper,
    chosen => {
      lastChosen = chosen
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
