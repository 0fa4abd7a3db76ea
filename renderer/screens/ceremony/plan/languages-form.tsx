import { Card } from '../../../design/layout.tsx'
import { LanguageFields } from '../../pages/finders-form.tsx'
import type { Plan } from '../frame/plan-people.ts'

interface LanguagesFormProps {
  readonly plan: Plan
  readonly onChange: (plan: Plan) => void
}

/** In which languages the cards explain themselves to whoever finds one: English, and up to two others. */
export function LanguagesForm({ plan, onChange }: LanguagesFormProps) {
  const { languages = [], ...others } = plan
  return (
    <Card title="Languages of the cards">
      <LanguageFields
        hint="A page more behind each card, the passphrase card and the recovery sheet, for a custodian or an heir who does not read English. The 40 words stay English."
        languages={languages}
        onChange={chosen =>
          onChange(chosen.length === 0 ? others : { ...others, languages: chosen })
        }
      />
    </Card>
  )
}
