import type { Input } from '../../../../shared/contract.ts'
import { SelectField } from '../../../design/field.tsx'
import { PaperField } from '../../printing/paper-field.tsx'
import classes from './card-paper.module.css'

/** How a card is printed. */
export type CardPaper = Omit<
  Extract<Input<'ceremony.saveCard'>['as'], { format: 'pdf' }>,
  'format' | 'plain'
> & { readonly tells: 'ceremony' | 'nothing' }

interface CardPaperProps {
  readonly value: CardPaper
  readonly onChange: (value: CardPaper) => void
}

/** Paper and layout of the card that is saved. */
export function CardPaperFields({ value, onChange }: CardPaperProps) {
  return (
    <div className={classes.fields}>
      <PaperField value={value.paper} onChange={paper => onChange({ ...value, paper })} />
      <SelectField
        label="Layout"
        value={value.layout}
        options={[
          { value: 'standard', label: 'One page' },
          { value: 'fold', label: 'One page, folded over the words' },
          { value: 'large-print', label: 'Large print, two pages' },
        ]}
        onChange={layout => onChange({ ...value, layout })}
      />
      <SelectField
        label="The card names"
        value={value.tells}
        options={[
          { value: 'ceremony', label: 'Ceremony and organisation' },
          { value: 'nothing', label: 'Nothing of what it opens' },
        ]}
        onChange={tells => onChange({ ...value, tells })}
      />
    </div>
  )
}
