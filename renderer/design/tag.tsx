import { CircleCheck, CircleDashed, CircleX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './tag.module.css'

const ICONS = {
  good: CircleCheck,
  caution: TriangleAlert,
  bad: CircleX,
  waiting: CircleDashed,
} as const

/** A state in a word or two; the sign tells it without colour. */
export function Tag({ kind, children }: { kind: keyof typeof ICONS; children: ReactNode }) {
  const Icon = ICONS[kind]
  return (
    <span className={`${classes.tag} ${classes[kind] ?? ''}`}>
      <Icon size={15} aria-hidden="true" />
      {children}
    </span>
  )
}
