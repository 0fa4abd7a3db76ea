import { placeOfReason, type Reason } from '../../../shared/help/reasons.ts'
import { useHelp } from '../../session/help.tsx'
import classes from './why.module.css'

/** Beside a step: leads to what it is for. */
export function Why({ of }: { of: Reason }) {
  const help = useHelp()
  return (
    <button type="button" className={classes.why} onClick={() => help.open(placeOfReason(of))}>
      Why?
    </button>
  )
}
