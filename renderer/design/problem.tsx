import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, use } from 'react'
import type { KeyclaveError } from '../../shared/errors.ts'
import { sentence } from '../words.ts'
import classes from './problem.module.css'

/** What can be done about a refusal where it is shown; null: nothing but what its sentence says. */
export const RemedyContext = createContext<(problem: KeyclaveError) => ReactNode>(() => null)

/** A refusal, where it belongs: the sentence, and the code that the handbook lists. */
export function Problem({ of, id }: { of: KeyclaveError | null; id?: string }) {
  const remedy = use(RemedyContext)
  if (of === null) return null
  return (
    <>
      <div className={classes.problem} role="alert" id={id} ref={bringIntoView}>
        <CircleAlert size={20} aria-hidden="true" />
        <p>{sentence(of)}</p>
        <p className={classes.code}>{of.code}</p>
      </div>
      {remedy(of)}
    </>
  )
}

const bringIntoView = (element: HTMLElement | null): void =>
  element?.scrollIntoView({ block: 'nearest' })
