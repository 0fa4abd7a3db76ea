/** The bill of what is really in an image (SBOM): that of Keyclave's own package, and every Debian package of the lock. */
import { DEBIAN, debianComponent, type LockedDeb } from '../locked-debs.ts'

/** What is used here of a bill (package/bill.ts). */
interface Bill {
  readonly metadata: object
  readonly components: readonly { readonly purl?: string }[]
}

/**
 * @param own of Keyclave's package, as text; what it says of Debian's packages without a version gives way to what is there
 * @returns CycloneDX, as text
 */
export function billOfImage(own: string, lock: readonly LockedDeb[]): string {
  const bill = JSON.parse(own) as Bill
  const components = [
    ...bill.components.filter(({ purl }) => purl?.startsWith(DEBIAN) !== true),
    ...lock.map(inImage),
  ]
  return `${JSON.stringify({ ...bill, components }, null, 2)}\n`
}

const inImage = (deb: LockedDeb): object => ({
  ...debianComponent(deb),
  properties: [{ name: 'keyclave:where', value: 'image' }],
})
