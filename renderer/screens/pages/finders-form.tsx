import { nameOfLanguage } from '../../../shared/messages/paper/index.ts'
import { OTHER_LANGUAGES, type OtherLanguage } from '../../../shared/paper-languages.ts'
import { SelectField, TextField } from '../../design/field.tsx'

/** What stands on pages for whoever finds one, and a kit does not say. */
export interface Finders {
  readonly contact?: string
  readonly languages?: OtherLanguage[]
}

const NONE = 'none'
type Choice = OtherLanguage | typeof NONE
const OPTIONS = [
  { value: NONE, label: 'English alone' } as const,
  ...OTHER_LANGUAGES.map(value => ({ value, label: nameOfLanguage(value) })),
]

/** In which languages pages explain themselves: English, and up to two others. */
export function LanguageFields({
  hint,
  languages,
  onChange,
}: {
  readonly hint: string
  readonly languages: readonly OtherLanguage[]
  readonly onChange: (languages: OtherLanguage[]) => void
}) {
  const [first = NONE, second = NONE] = languages
  const choose = (...chosen: readonly Choice[]): void =>
    onChange([...new Set(chosen)].filter(choice => choice !== NONE))
  return (
    <>
      <SelectField<Choice>
        label="Explained also in"
        hint={hint}
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
    </>
  )
}

/** Asked where no plan says it: for the pages of a kit alone. */
export function FindersForm({
  finders: { contact, languages },
  onChange,
}: {
  readonly finders: Finders
  readonly onChange: (finders: Finders) => void
}) {
  return (
    <>
      <TextField
        label="Whom to call (optional)"
        hint="A kit does not say it; the plan of its ceremony did. Write what stands on the cards, or what holds today."
        value={contact ?? ''}
        onChange={text =>
          onChange({ ...(text !== '' && { contact: text }), ...(languages && { languages }) })
        }
      />
      <LanguageFields
        hint="A page more behind the recovery sheet, for an heir who does not read English."
        languages={languages ?? []}
        onChange={chosen =>
          onChange({ ...(contact && { contact }), ...(chosen.length > 0 && { languages: chosen }) })
        }
      />
    </>
  )
}
