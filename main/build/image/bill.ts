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
    ...lock.map(inImage),
  ]
  return `${JSON.stringify({ ...bill, components }, null, 2)}\n`
}

const inImage = (deb: LockedDeb): object => ({
  ...debianComponent(deb),
  properties: [{ name: 'keyclave:where', value: 'image' }],
})

/** A package of Debian, as it is locked; where no version of it is, by its name alone. */
export function debianComponent(deb: LockedDeb | Pick<LockedDeb, 'name'>) {
  const { name } = deb
  if (!('version' in deb)) {
    const purl = `${DEBIAN}${name}`
    return { type: 'application', 'bom-ref': purl, name, purl }
  }
  const { version, architecture, sha256 } = deb
  const purl = `${DEBIAN}${purlPart(name)}@${purlPart(version)}?arch=${architecture}&distro=debian-12`
  const hashes = [{ alg: 'SHA-256', content: sha256 }]
  return { type: 'application', 'bom-ref': purl, name, version, hashes, purl }
}

/** As package URLs have it (purl-spec): `+` too, but no colon. */
const purlPart = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':')
