import { useClient } from '../../../boundary/client.tsx'
import { useSettings } from '../../../boundary/settings.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { useGlance } from '../../../boundary/use-glance.ts'
import { Button } from '../../../design/button.tsx'
import { Row } from '../../../design/layout.tsx'
import { Problem } from '../../../design/problem.tsx'
import { formatDuration } from '../../../design/quantity.ts'
import classes from './suggested-passphrase.module.css'

/** Seven words, shown for the time that is set. Keyclave keeps them nowhere, and no clipboard does. */
export function SuggestedPassphrase() {
  const client = useClient()
  const { glanceSeconds } = useSettings()
  const { secret: words, secondsLeft, show, blank } = useGlance<readonly string[]>()
  const suggest = useAction(async () => {
    show((await client.call('ceremony.suggestPassphrase', {})).words)
  })
  if (words === null) {
    return (
      <div className={classes.covered}>
        <p>
          Have paper and pen ready. The words are shown once, for {formatDuration(glanceSeconds)}.
          Pressing again makes other ones.
        </p>
        <Button busy={suggest.busy} onClick={() => void suggest.run()}>
          Make a passphrase and show it
        </Button>
        <Problem of={suggest.problem} />
      </div>
    )
  }
  return (
    <section className={classes.shown} aria-label="The passphrase">
      <ol className={classes.words}>
        {words.map((word, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word of a passphrase is its place
          <li key={i}>{word}</li>
        ))}
      </ol>
      <p className={classes.note}>
        One line, one space between two words. Blanked in {formatDuration(secondsLeft)}; any key
        begins the time anew. They cannot be copied: what lies on a clipboard is read by every
        program of this machine, and stays there.
      </p>
      <Row>
        <Button kind="secondary" onClick={blank}>
          I have written it down: hide it
        </Button>
      </Row>
    </section>
  )
}
