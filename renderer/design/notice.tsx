import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

const ICONS = {
  plain: Info,
  caution: TriangleAlert,
  danger: OctagonAlert,
  done: CircleCheck,
} as const

interface NoticeProps {
  readonly kind?: keyof typeof ICONS
  /** Announce it when it appears. */
  readonly live?: boolean
  readonly children: ReactNode
}

/** Something to know, beside what it is about. */
export function Notice({ kind = 'plain', live = false, children }: NoticeProps) {
  const Icon = ICONS[kind]
  return (
    <div className={`${classes.notice} ${classes[kind] ?? ''}`} role={live ? 'status' : undefined}>
      <Icon size={20} aria-hidden="true" />
      <div className={classes.body}>{children}</div>
    </div>
  )
}

/** Where something was saved; null: nothing was, yet. */
export const SavedAs = ({ path }: { path: string | null }) =>
  path !== null && (
    <Notice kind="done" live>
      <p>
        Saved as <code>{path}</code>.
      </p>
    </Notice>
  )
