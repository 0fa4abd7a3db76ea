import type { Input } from '../../../shared/contract.ts'
import { SelectField } from '../../design/field.tsx'

export type PaperSize = Input<'printing.blankCard'>['paper']

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
