import { useEffect } from 'react'
import { useDesk } from '../../session/session.tsx'
import { nameOf } from '../files/path.ts'

/**
 * The title of the window, as the system shows it in its list of windows: which vault, and where in it. It holds
 * the name of the vault's file and of a quorum or a ceremony, and neither a person's name nor anything secret.
 */
export function windowTitle(vault: string | null, place: string): string {
  const file = vault === null ? '' : nameOf(vault).replace(/\.vault$/i, '')
  const where = [file, place].filter(part => part !== '').map(shortened)
  return where.length === 0 ? PRODUCT : `${where.join(', ')}: ${PRODUCT}`
}

const PRODUCT = 'Keyclave'
/** Characters of a part, so that the other is seen, too. */
const LONGEST = 60

const shortened = (text: string): string =>
  [...text].length > LONGEST ? `${[...text].slice(0, LONGEST).join('').trimEnd()}…` : text

/** @param place null: what is inside this screen says it */
export function useWindowTitle(place: string | null): void {
  const { session } = useDesk()
  const { locked } = session
  const vault = session.vault?.path ?? null
  useEffect(() => {
    // Under the cover nobody is told what was being looked at.
    if (place !== null) document.title = locked ? `Covered: ${PRODUCT}` : windowTitle(vault, place)
  }, [place, vault, locked])
}
