import { TextField } from '../../design/field.tsx'
import type { Destroying } from './use-destruction.ts'

/** Where something contradicts the clock: the day, typed from a watch. */
export const ClockDoubt = ({ of: { doubted, clock, setClock } }: { of: Destroying }) =>
  doubted !== null && (
    <TextField
      label="Today’s date, as on a watch or calendar"
      hint="Something contradicts the clock of this machine. If it is wrong, close Keyclave, set it, and begin again. If it is right, type its day as 2026-11-27."
      value={clock}
      onChange={setClock}
    />
  )
