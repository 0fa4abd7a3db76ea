import { CircleAlert } from 'lucide-react'
import type { KeyclaveError } from '../../shared/errors.ts'
import { sentence } from '../words.ts'
import classes from './problem.module.css'

/** A refusal, where it belongs: the sentence, and the code that the handbook lists. */
export function Problem({ of, id }: { of: KeyclaveError | null; id?: string }) {
  if (of === null) return null
  return (
    <div className={classes.problem} role="alert" id={id} ref={bringIntoView}>
      <CircleAlert size={20} aria-hidden="true" />
      <p>{sentence(of)}</p>
      <p className={classes.code}>{of.code}</p>
    </div>
  )
}

const bringIntoView = (element: HTMLElement | null): void =>
  element?.scrollIntoView({ block: 'nearest' })
