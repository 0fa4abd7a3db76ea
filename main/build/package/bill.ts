/** The bill of what is really in a package (SBOM), as CycloneDX 1.6. The same sources make the same bytes. */
import { Buffer } from 'node:buffer'
import path from 'node:path'
import { NODE_SHA_256, NODE_VERSION } from '../../shells/node-binary.ts'
import { licenceName } from '../licences.ts'
import type { Shipped } from './program-folder.ts'
import type { LockedPackage } from './shipped-packages.ts'

/** What a bill says of the package itself. */
export interface Billed {
  readonly version: string
  /** Seconds since 1970. */
  readonly date: number
  readonly shipped: Shipped
  /** Debian packages that it needs, or asks for; they are not in it. */
  readonly needs: readonly string[]
  readonly recommends: readonly string[]
}

/** @param project the project's folder, for the licences of what is installed in it */
export function billOf(
  project: string,
  { version, date, shipped, needs, recommends }: Billed,
): string {
  const inModules = new Set(shipped.packages.map(({ at }) => at))
  const inWindow = new Set(shipped.inWindow.map(({ at }) => at))
  const npm = [
    ...shipped.packages.map(one => npmComponent(project, one, 'node_modules')),
    ...shipped.inWindow
      .filter(({ at }) => !inModules.has(at))
      .map(one => npmComponent(project, one, 'window')),
    ...shipped.inPage
      .filter(({ at }) => !inModules.has(at) && !inWindow.has(at))
      .map(one => npmComponent(project, one, 'docs/recover.html')),
  ]
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: new Date(date * 1000).toISOString(),
      component: {
        type: 'application',
        'bom-ref': 'keyclave',
        name: 'keyclave',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: [
      nodeComponent(),
      ...npm,
      ...needs.map(name => debianComponent(name, 'required')),
      ...recommends.map(name => debianComponent(name, 'optional')),
    ],
  }
  return `${JSON.stringify(bill, null, 2)}\n`
}

function nodeComponent(): object {
  const content = NODE_SHA_256['linux-x64']
  const purl = `pkg:generic/node@${NODE_VERSION}`
  return {
    type: 'platform',
    'bom-ref': purl,
    name: 'node',
    version: NODE_VERSION,
    hashes: [{ alg: 'SHA-256', content }],
    licenses: [{ license: { id: 'MIT' } }],
    purl,
    ...where('bin/node'),
    components: PARTS_OF_NODE.flatMap(part => {
      const version = process.versions[part]
      return version === undefined
        ? []
        : [{ type: 'library', 'bom-ref': `${purl}#${part}`, name: part, version }]
    }),
  }
}

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

function npmComponent(
  project: string,
  { at, name, version, integrity }: LockedPackage,
  place: string,
): object {
  const [, group, own = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? []
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return {
    type: 'library',
    'bom-ref': `${purl}#${at}`,
    ...(group === undefined ? {} : { group }),
    name: own,
    version,
    hashes: [{ alg: 'SHA-512', content: hexOf(integrity) }],
    ...licence(licenceName(path.join(project, at))),
    purl,
    ...where(place),
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

const debianComponent = (name: string, scope: 'required' | 'optional'): object => {
  const purl = `pkg:deb/debian/${name}`
  return { type: 'application', 'bom-ref': purl, name, scope, purl, ...where('not shipped') }
}

/** Where in the package it is. */
const where = (value: string): object => ({ properties: [{ name: 'keyclave:where', value }] })
