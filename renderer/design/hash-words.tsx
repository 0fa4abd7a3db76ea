import classes from './hash-words.module.css'

interface HashWordsProps {
  /** What a screen reader calls them: "The plan in words". */
  readonly name: string
  readonly words: readonly string[]
}

/** A hash as 32 words, to be read aloud and compared with paper: eight rows of four. */
export const HashWords = ({ name, words }: HashWordsProps) => (
  <ol className={classes.words} aria-label={name}>
    {words.map((word, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a word of a hash is its place
      <li key={i} className={classes.word}>
        <span className={classes.number}>{i + 1}</span>
        {word}
      </li>
    ))}
  </ol>
)
