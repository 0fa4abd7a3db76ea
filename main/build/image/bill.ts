/** The bill of what is really in an image (SBOM): that of Keyclave's own package, and every Debian package of the lock. */
import type { LockedDeb } from './lock.ts'

/** What is used here of a bill (package/bill.ts). */
interface Bill {
  readonly metadata: object
  readonly components: readonly { readonly purl?: string }[]
}

const DEBIAN = 'pkg:deb/debian/'

/**
 * @param own of Keyclave's package, as text; what it says of Debian's packages without a version gives way to what is there
 * @returns CycloneDX, as text
 */
export function billOfImage(own: string, lock: readonly LockedDeb[]): string {
  const bill = JSON.parse(own) as Bill
  const components = [
    ...bill.components.filter(({ purl }) => purl?.startsWith(DEBIAN) !== true),
    ...lock.map(debianComponent),
  ]
  return `${JSON.stringify({ ...bill, components }, null, 2)}\n`
}

function debianComponent({ name, version, architecture, sha256 }: LockedDeb): object {
  const purl = `${DEBIAN}${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=debian-12`
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    purl,
    properties: [{ name: 'keyclave:where', value: 'image' }],
  }
}
