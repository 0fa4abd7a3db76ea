import path from 'node:path'
import type { ChoiceKind, Chosen } from '../../../shared/chosen.ts'
import type { MainInput, MainOutput, Payload } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import { absolutePath } from './absolute-path.ts'
import type { Choices } from './choices.ts'

type Wanted = MainInput<'files.ask'>['wanted']

const KINDS: { readonly [kind in Wanted['kind']]: ChoiceKind } = {
  file: 'file',
  folder: 'folder',
  'new-file': 'new',
  'new-folder': 'new',
  many: 'source',
}

export interface AskingTools {
  readonly random: RandomSource
  readonly choices: Choices
  readonly onChosen: (chosen: Payload<'files.chosen'>) => void
}

interface Asked {
  readonly asked: string
  readonly wanted: Wanted
  readonly start: string | null
}

/** What the window asks a person to choose, and what the picker answers. One at a time. */
export interface Asking {
  /** @returns what names it */
  readonly ask: (question: MainInput<'files.ask'>) => string
  readonly withdraw: (asked: string) => void
  readonly state: () => MainOutput<'picker.state'>
  /** @throws CHOICE_UNKNOWN when nobody asks, or for less; FILE_NOT_ABSOLUTE */
  readonly choose: (paths: readonly string[]) => void
  readonly cancel: () => void
}

export function createAsking({ random, choices, onChosen }: AskingTools): Asking {
  let current: Asked | null = null
  const answer = (chosen: Payload<'files.chosen'>['chosen']): void => {
    const { asked } = current ?? { asked: '' }
    current = null
    if (asked !== '') onChosen({ asked, chosen })
  }
  return {
    ask: ({ wanted, start }) => {
      const asked = random(8).toString('hex')
      current = { asked, wanted, start: start === undefined ? null : choices.folderOf(start) }
      return asked
    },
    withdraw: asked => {
      if (current?.asked === asked) current = null
    },
    state: () => ({
      asked: current && { wanted: current.wanted, start: current.start },
    }),
    choose: paths => {
      if (current === null) throw refuse('CHOICE_UNKNOWN', {})
      const { kind } = current.wanted
      if (kind !== 'many' && paths.length !== 1) throw refuse('CHOICE_UNKNOWN', {})
      const whole = paths.map(absolutePath)
      const [first = ''] = whole
      choices.visited(kind === 'folder' ? first : path.dirname(first))
      answer(whole.map(at => ({ token: choices.token(KINDS[kind], at) as Chosen, path: at })))
    },
    cancel: () => answer(null),
  }
}
