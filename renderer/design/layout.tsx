import type { ReactNode } from 'react'
import classes from './layout.module.css'

interface Children {
  readonly children: ReactNode
}

/** One thing under the other. */
export const Stack = ({ roomy = false, children }: Children & { roomy?: boolean }) => (
  <div className={`${classes.stack} ${roomy ? classes.roomy : ''}`} data-wide>
    {children}
  </div>
)

/** Things side by side that wrap where there is no room. */
export const Row = ({ split = false, children }: Children & { split?: boolean }) => (
  <div className={`${classes.row} ${split ? classes.split : ''}`}>{children}</div>
)

/** The sentence under a heading. */
export const Lead = ({ children }: Children) => <p className={classes.lead}>{children}</p>

/** A part of a screen with a heading of its own. */
export const Card = ({ title, children }: Children & { title?: string }) => (
  <section className={classes.card}>
    <Stack>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </Stack>
  </section>
)

/** For screen readers alone. */
export const Unseen = ({ children }: Children) => <span className={classes.hidden}>{children}</span>

interface EmptyProps extends Children {
  readonly title: string
  readonly action?: ReactNode
}

/** Where there is nothing yet: what will stand here, and how to get it. */
export const Empty = ({ title, children, action }: EmptyProps) => (
  <div className={classes.empty}>
    <h2>{title}</h2>
    <p>{children}</p>
    {action}
  </div>
)

interface TableProps extends Children {
  /** Read by a screen reader in place of a caption. */
  readonly name: string
  readonly columns: readonly string[]
}

export const Table = ({ name, columns, children }: TableProps) => (
  // Focus makes a wide table scroll with the keyboard.
  <section className={classes.tableBox} aria-label={name}>
    <table className={classes.table} aria-label={name}>
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
)
