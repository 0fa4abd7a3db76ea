import classes from './code-block.module.css'

interface CodeBlockProps {
  /** Lines stay whole, as in a file; otherwise they are wrapped. */
  readonly whole?: boolean
  readonly children: string
}

/** What is typed, or stands in a file, character for character. */
export const CodeBlock = ({ whole = false, children }: CodeBlockProps) => (
  <pre className={`${classes.code} ${whole ? classes.whole : classes.wrapped}`}>{children}</pre>
)
