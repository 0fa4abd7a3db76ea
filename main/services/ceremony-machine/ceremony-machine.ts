import type { MachineDeed } from '../../../shared/codes/index.ts'
import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { KEYBOARDS, type Keyboard } from '../../../shared/keyboards.ts'
import type { Media } from '../medium/index.ts'
import { askMachine } from './asking.ts'

export interface CeremonyMachineTools {
  /** Where it listens; null: this is another machine. */
  readonly socket: string | null
  readonly media: Media
}

/** What people change of the machine that they hold a ceremony on. Nothing of any other is ever changed. */
export interface CeremonyMachine {
  readonly show: () => Promise<Output<'machine.show'>>
  /** @throws MACHINE_OTHER, MACHINE_REFUSED; so does everything below */
  readonly setKeyboard: (keyboard: Keyboard) => Promise<Output<'machine.show'>>
  /** @param typed `2026-11-27 09:30`, in UTC @throws MACHINE_TIME */
  readonly setClock: (typed: string) => Promise<void>
  /** The drives that have an image of Keyclave on them, as devices. */
  readonly media: () => Promise<Output<'machine.media'>>
  /** @throws MACHINE_NO_MEDIUM for anything but one of those; what hashing throws */
  readonly hashMedium: (medium: string) => Promise<Output<'machine.hashMedium'>>
  readonly switchOff: () => Promise<void>
}

export function createCeremonyMachine({ socket, media }: CeremonyMachineTools): CeremonyMachine {
  let chosen = false
  const ask = async (
    deed: MachineDeed,
    ...words: readonly string[]
  ): Promise<readonly string[]> => {
    if (socket === null) throw refuse('MACHINE_OTHER', {})
    const lines = await askMachine(socket, [deed, ...words].join(' '))
    if (lines === null) throw refuse('MACHINE_REFUSED', { deed })
    return lines
  }
  const show = async (): Promise<Output<'machine.show'>> => {
    if (socket === null) return { machine: null }
    const [layout = ''] = (await askMachine(socket, 'keyboard')) ?? []
    return {
      machine: { keyboard: Object.hasOwn(KEYBOARDS, layout) ? (layout as Keyboard) : null, chosen },
    }
  }
  const found = () => ask('media')
  return {
    show,
    setKeyboard: async keyboard => {
      await ask('keyboard', keyboard)
      chosen = true
      return show()
    },
    setClock: async typed => void (await ask('clock', timeOf(typed))),
    media: async () => ({ media: [...(await found())] }),
    hashMedium: async path => {
      if (!(await found()).includes(path)) throw refuse('MACHINE_NO_MEDIUM', { path })
      const watch = { signal: new AbortController().signal, onEvent: () => {} }
      const { name, length, sha256, words } = await media.hash(path, watch)
      return { name, length, sha256, words: [...words] }
    },
    switchOff: async () => void (await ask('off')),
  }
}

/** Of `2026-11-27 09:30`, as the machine takes it. @throws MACHINE_TIME */
function timeOf(typed: string): string {
  const [, day, time] = /^(20\d\d-\d\d-\d\d)[ T]+(\d\d:\d\d)$/.exec(typed.trim()) ?? []
  const said = `${day}T${time}`
  // A day that a month does not have comes back as another.
  const read = new Date(`${said}:00Z`)
  if (Number.isNaN(read.getTime()) || !read.toISOString().startsWith(said)) {
    throw refuse('MACHINE_TIME', {})
  }
  return said
}
