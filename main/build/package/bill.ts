/** The bill of what is really in a package (SBOM), as CycloneDX 1.6. The same sources make the same bytes. */
import { Buffer } from 'node:buffer'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { NODE_SHA_256, NODE_VERSION } from '../../shells/node-binary.ts'
import { licenceName } from '../licences.ts'
import { debianComponent, parseLock } from '../locked-debs.ts'
import type { Shipped } from './program-folder.ts'
import { type LockedPackage, neededIn } from './shipped-packages.ts'

/** What a bill says of the package itself. */
export interface Billed {
  readonly version: string
  /** Seconds since 1970. */
  readonly date: number
  readonly shipped: Shipped
  /** Debian packages that it needs, or asks for, as its control file has them; they are not in it. */
  readonly needs: readonly string[]
  readonly recommends: readonly string[]
  /** The program of the Node that is in it. */
  readonly node: string
}

interface Component {
  readonly 'bom-ref': string
}

/** @param project the project's folder, for what is installed in it, and for what the image has of Debian's packages */
export function billOf(
  project: string,
  { version, date, shipped, needs, recommends, node }: Billed,
): string {
  const npm = new Map<string, { readonly package_: LockedPackage; readonly places: string[] }>()
  for (const [place, packages] of [
    ['node_modules', shipped.packages],
    ['window', shipped.inWindow],
    ['docs/recover.html', shipped.inPage],
  ] as const) {
    for (const package_ of packages) {
      const { places } = npm.get(package_.at) ?? {}
      if (places === undefined) npm.set(package_.at, { package_, places: [place] })
      else places.push(place)
    }
  }
  const nodeItself = nodeComponent(node)
  const neededBy = neededIn(project)
  const debian = debianComponents(project)
  const needed = needs.map(one => debian(one, 'required'))
  const refOf = (at: string): string[] => {
    const found = npm.get(at)
    return found === undefined ? [] : [npmRef(found.package_)]
  }
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: new Date(date * 1000).toISOString(),
      component: {
        type: 'application',
        'bom-ref': KEYCLAVE,
        name: KEYCLAVE,
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: [
      nodeItself,
      ...[...npm.values()].map(({ package_, places }) => npmComponent(project, package_, places)),
      ...needed,
      ...recommends.map(one => debian(one, 'optional')),
    ],
    dependencies: [
      {
        ref: KEYCLAVE,
        dependsOn: [
          ...[nodeItself, ...needed].map(component => component['bom-ref']),
          ...neededBy('').flatMap(refOf),
        ],
      },
      ...[...npm.values()].map(({ package_ }) => ({
        ref: npmRef(package_),
        dependsOn: neededBy(package_.at).flatMap(refOf),
      })),
    ],
  }
  return `${JSON.stringify(bill, null, 2)}\n`
}
const KEYCLAVE = 'keyclave'

/** @param program says itself what is in it: another Node may make the bill */
function nodeComponent(program: string): Component {
  const content = NODE_SHA_256['linux-x64']
  const purl = `pkg:generic/node@${NODE_VERSION}`
  const { stdout, stderr } = spawnSync(program, ['-p', 'JSON.stringify(process.versions)'], {
    ...{ encoding: 'utf8', env: {} },
  })
  if (stdout === '') throw new Error(`${program} does not say what is in it: ${stderr}`)
  const versions: { readonly [part: string]: string | undefined } = JSON.parse(stdout)
  return {
    type: 'platform',
    'bom-ref': purl,
    name: 'node',
    version: NODE_VERSION,
    hashes: [{ alg: 'SHA-256', content }],
    licenses: [{ license: { id: 'MIT' } }],
    purl,
    ...where('bin/node'),
    components: PARTS_OF_NODE.flatMap(name => partOf(purl, name, versions[name])),
  } as Component
}

const partOf = (whole: string, name: string, version: string | undefined): object[] =>
  version === undefined ? [] : [{ type: 'library', 'bom-ref': `${whole}#${name}`, name, version }]

/** What a reader of advisories looks for in a Node. */
const PARTS_OF_NODE = [
  'ada',
  'ares',
  'brotli',
  'icu',
  'llhttp',
  'nghttp2',
  'openssl',
  'simdjson',
  'undici',
  'uv',
  'v8',
  'zlib',
  'zstd',
]

/** What was built into a package: C, of which the package's own version says nothing. The test finds each in its binary. */
export const BUILT_IN: {
  readonly [package_: string]: { readonly name: string; readonly version: string } | undefined
} = {
  'better-sqlite3': { name: 'sqlite', version: '3.54.1' },
  'sodium-native': { name: 'libsodium', version: '1.0.21' },
}

const npmPurl = ({ name, version }: LockedPackage): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`
const npmRef = (package_: LockedPackage): string => `${npmPurl(package_)}#${package_.at}`

function npmComponent(project: string, package_: LockedPackage, places: readonly string[]): object {
  const { at, name, version, integrity } = package_
  const [, group, own = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? []
  const inside = BUILT_IN[name]
  return {
    type: 'library',
    'bom-ref': npmRef(package_),
    ...(group === undefined ? {} : { group }),
    name: own,
    version,
    hashes: [{ alg: 'SHA-512', content: hexOf(integrity) }],
    ...licence(licenceName(path.join(project, at))),
    purl: npmPurl(package_),
    ...where(...places),
    ...(inside === undefined
      ? {}
      : { components: partOf(npmRef(package_), inside.name, inside.version) }),
  }
}

/** A single licence by its name, several as an expression; nothing where only a text is there. */
function licence(name: string | null): object {
  if (name === null) return {}
  const one = / (OR|AND|WITH) /.test(name) ? { expression: name } : { license: { id: name } }
  return { licenses: [one] }
}

/** As npm has it: `sha512-` and base64. */
const hexOf = (integrity: string): string =>
  Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex')

/**
 * Debian's packages, by a dependency as the control file has it (`chromium (>= 140)`): in the version that is in the image,
 * with which Keyclave was tried; without one where the image has none.
 */
function debianComponents(project: string) {
  const lock = parseLock(readFileSync(path.join(project, 'image/packages.lock'), 'utf8'))
  return (dependency: string, scope: 'required' | 'optional'): Component & object => {
    const name = dependency.replace(/ .*/, '')
    const deb = lock.find(one => one.name === name)
    const said = { name: 'keyclave:dependency', value: dependency }
    return {
      ...debianComponent(deb ?? { name }),
      ...{ scope, properties: [...where('not shipped').properties, said] },
    }
  }
}

/** Where in the package it is. */
const where = (...places: readonly string[]) => ({
  properties: places.map(value => ({ name: 'keyclave:where', value })),
})
