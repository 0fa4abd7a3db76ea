import { digitsTyped, LEAST_DIGITS } from '../../shared/kit-fingerprint.ts'
import { TextField } from '../design/field.tsx'

/** Whether so much has been typed that it can be compared. */
export const isEnough = (typed: string): boolean => digitsTyped(typed).length >= LEAST_DIGITS

/**
 * What somebody reads on a share card: nothing else shows that the file is the kit of these cards. The
 * kit's own fingerprint is not shown beside it, so that it is not copied from there.
 */
export function KitFingerprint({
  typed,
  onChange,
}: {
  readonly typed: string
  readonly onChange: (typed: string) => void
}) {
  return (
    <TextField
      label="Kit fingerprint on a share card"
      hint="Take a card in your hand and type the first 8 digits or more, in groups of 4 as they stand there. Anybody can make a file that looks like your kit; the cards tell."
      value={typed}
      maxLength={80}
      onChange={onChange}
    />
  )
}
