import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useMainEvent } from '../../boundary/use-event.ts'
import { Dialog } from '../../design/dialog.tsx'
import { Problem } from '../../design/problem.tsx'
import { keepChosen } from './chosen.ts'
import classes from './picker.module.css'
import type { Wanted } from './wanted.ts'

interface PickerProps {
  readonly title: string
  readonly wanted: Wanted
  /** What was chosen before: where to begin. Without it at the first removable drive, or at home. */
  readonly start?: Chosen | undefined
  readonly onChoose: (chosen: readonly Chosen[]) => void
  readonly onCancel: () => void
}

/**
 * The place where the picker is shown: a page of its own process, in which a person chooses. This page is told what was
 * chosen by tokens, and sees nothing else of what lies where.
 */
export function Picker({ title, wanted, start, onChoose, onCancel }: PickerProps) {
  const client = useClient()
  const frame = useRef<HTMLIFrameElement>(null)
  const [shown, setShown] = useState<Output<'files.ask'> | null>(null)
  const [isThere, setThere] = useState(false)
  const ask = useAction(async () => {
    const question = { wanted, ...(start === undefined ? {} : { start }) }
    setShown(await client.call('files.ask', question))
  })
  const onShown = useEffectEvent(() => void ask.run())
  useEffect(() => onShown(), [])
  const asked = shown?.asked
  useEffect(() => {
    if (asked === undefined) return
    return () => void client.call('files.withdraw', { asked }).catch(() => {}) // closed anyway
  }, [client, asked])
  useMainEvent('files.chosen', answer => {
    if (answer.asked !== asked) return
    if (answer.chosen === null) onCancel()
    else onChoose(keepChosen(answer.chosen))
  })
  const look = document.documentElement.dataset.theme ?? ''
  return (
    <Dialog title={title} wide onCancel={onCancel}>
      <Problem of={ask.problem} />
      {!isThere && ask.problem === null && (
        <p>Looking at drives and folders. On a slow machine this takes a minute; Esc closes it.</p>
      )}
      {shown !== null && (
        <iframe
          ref={frame}
          className={classes.frame}
          title={title}
          src={`${shown.page}#${look}`}
          onLoad={() => {
            setThere(true)
            frame.current?.focus()
          }}
        />
      )}
    </Dialog>
  )
}
