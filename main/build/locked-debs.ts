/** Packages of Debian in one version each, as image/packages.lock names them, and as a bill does. */

/** One package as the lock has it. */
export interface LockedDeb {
  readonly name: string
  readonly version: string
  /** `amd64`, or `all`. */
  readonly architecture: string
  /** Of the .deb, 64 hexadecimal digits. */
  readonly sha256: string
}

const LINE =
  /^([a-z0-9][a-z0-9+.-]+) ((?:\d+:)?[A-Za-z0-9][A-Za-z0-9.+~-]*) (amd64|all) ([0-9a-f]{64})$/

/** @throws for a line that is none, or a package that stands there twice */
export function parseLock(text: string): readonly LockedDeb[] {
  const debs = text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [, name, version, architecture, hash] = LINE.exec(line) ?? []
      if (!(name && version && architecture && hash)) {
        throw new Error(`image/packages.lock: no package is named by "${line}"`)
      }
      return { name, version, architecture, sha256: hash }
    })
  const twice = debs.find(({ name }, at) => debs.findIndex(other => other.name === name) < at)
  if (twice !== undefined) throw new Error(`image/packages.lock: ${twice.name} stands there twice`)
  return debs
}

/** How the package URL of each begins. */
export const DEBIAN = 'pkg:deb/debian/'

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
