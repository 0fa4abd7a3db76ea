import type { ReactNode } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { Choice } from '../../design/choice.tsx'
import { Notice } from '../../design/notice.tsx'

export type Printer = Output<'printing.printers'>['printers'][number]

const WAYS = {
  cable: 'on a cable',
  'this-machine': 'through this machine (USB, as a rule)',
  network: 'over a network',
  file: 'into a file on a disk',
  unknown: 'in a way that Keyclave does not know',
} as const

/** Why this printer is not to be chosen; null when it is. */
function hindrance({ reach, stopped }: Printer, secret: boolean): string | null {
  if (secret && reach !== 'cable' && reach !== 'this-machine') {
    return `It prints ${WAYS[reach]}, so no secret is printed on it.`
  }
  return stopped === null ? null : `It prints nothing now: ${stopped}.`
}

export const isUsable = (printer: Printer, secret: boolean): boolean =>
  hindrance(printer, secret) === null

interface PrintersProps {
  readonly printers: readonly Printer[]
  readonly secret: boolean
  readonly chosen: string | null
  readonly onChoose: (name: string) => void
  /** What the chosen one needs. */
  readonly children: ReactNode
}

/** The printers of this machine: those to choose from, and the others with what hinders them. */
export function Printers({ printers, secret, chosen, onChoose, children }: PrintersProps) {
  const usable = printers.filter(printer => isUsable(printer, secret))
  const others = printers.filter(printer => !isUsable(printer, secret))
  return (
    <>
      {usable.length === 0 ? (
        <Notice kind="caution">
          <p>
            No printer can print this now. Plug one in with its own cable and set up its queue, or
            save the page on a drive, or write the words by hand.
          </p>
        </Notice>
      ) : (
        <Choice
          legend="Printer"
          value={chosen ?? ''}
          options={usable.map(printer => ({
            value: printer.name,
            title: printer.description || printer.name,
            hint: `${printer.name}, ${WAYS[printer.reach]}${printer.confirmed ? ', confirmed' : ''}: ${printer.device}`,
          }))}
          onChange={onChoose}
        />
      )}
      {children}
      {others.length > 0 && (
        <Notice>
          <p>Not to be chosen:</p>
          <ul>
            {others.map(printer => (
              <li key={printer.name}>
                <strong>{printer.name}</strong>. {hindrance(printer, secret)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  )
}
