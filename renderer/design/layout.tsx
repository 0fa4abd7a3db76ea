import type { CSSProperties, ReactNode } from 'react'
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

/** Columns; where they have no room, rows whose values stand under the names of their columns. */
export const Table = ({ name, columns, children }: TableProps) => (
  <div className={classes.tableBox} data-wide>
    <table className={classes.table} aria-label={name} style={columnNames(columns)}>
      <thead>
        <tr>
          {columns.map(column =>
            column === '' ? (
              <td key={column} />
            ) : (
              <th key={column} scope="col">
                {column}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
)

/** As strings of CSS, for the style sheet to write before each value. */
const columnNames = (columns: readonly string[]): CSSProperties =>
  Object.fromEntries(columns.map((column, i) => [`--column-${i + 1}`, JSON.stringify(column)]))
