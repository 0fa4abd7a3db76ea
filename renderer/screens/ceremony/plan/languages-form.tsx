import { nameOfLanguage } from '../../../../shared/messages/paper/index.ts'
import { OTHER_LANGUAGES, type OtherLanguage } from '../../../../shared/paper-languages.ts'
import { SelectField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import type { Plan } from '../frame/plan-people.ts'

interface LanguagesFormProps {
  readonly plan: Plan
  readonly onChange: (plan: Plan) => void
}

const NONE = 'none'
type Choice = OtherLanguage | typeof NONE
const OPTIONS = [
  { value: NONE, label: 'English alone' } as const,
  ...OTHER_LANGUAGES.map(value => ({ value, label: nameOfLanguage(value) })),
]

/** In which languages the cards explain themselves to whoever finds one: English, and up to two others. */
export function LanguagesForm({ plan, onChange }: LanguagesFormProps) {
  const { languages = [], ...others } = plan
  const [first = NONE, second = NONE] = languages
  const choose = (...chosen: readonly Choice[]): void => {
    const left = [...new Set(chosen)].filter(choice => choice !== NONE)
    onChange(left.length === 0 ? others : { ...others, languages: left })
  }
  return (
    <Card title="Languages of the cards">
      <SelectField<Choice>
        label="Explained also in"
        hint="A page more behind each card, the passphrase card and the recovery sheet, for a custodian or an heir who does not read English. The 40 words stay English."
        value={first}
        options={OPTIONS}
        onChange={choice => choose(choice, second)}
      />
      {first !== NONE && (
        <SelectField<Choice>
          label="And in"
          value={second}
          options={OPTIONS.filter(({ value }) => value !== first)}
          onChange={choice => choose(first, choice)}
        />
      )}
    </Card>
  )
}
