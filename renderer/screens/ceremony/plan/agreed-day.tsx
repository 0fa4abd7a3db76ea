import { useAnswer } from '../../../boundary/use-answer.ts'
import { Button } from '../../../design/button.tsx'
import { formatDay } from '../../../design/quantity.ts'

interface AgreedDayProps {
  readonly purpose: string
  /** What the button is about: "key 2, audio-root". */
  readonly what: string
  readonly onTake: (day: string) => void
}

const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

/** The last day of a key that has none yet, as was agreed on in the open vault for its purpose. */
export function AgreedDay({ purpose, what, onTake }: AgreedDayProps) {
  const keys = useAnswer('keys.list', {})
  const agreed =
    keys.state === 'ready'
      ? keys.value.cryptoperiods.find(other => isSame(other.purpose, purpose))
      : undefined
  if (agreed === undefined) return <output>never: the record names it as an exception</output>
  const day = formatDay(agreed.protectUntil)
  return (
    <Button
      aria-label={`Take the day that was agreed on for ${what}: ${day}`}
      onClick={() => onTake(agreed.protectUntil)}
    >
      As agreed on: {day}
    </Button>
  )
}
