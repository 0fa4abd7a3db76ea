import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billOfImage } from '../../main/build/image/bill.ts'

const deb = (name: string, version: string) =>
  ({ name, version, architecture: 'amd64', sha256: '5a'.repeat(32) }) as const

test('the bill of the image names each Debian package with version and hash, beside what is in Keyclave’s own', () => {
  const own = JSON.stringify({
    bomFormat: 'CycloneDX',
    metadata: { component: { name: 'keyclave' } },
    components: [
      { purl: 'pkg:generic/node@24.0.0', name: 'node' },
      // What the package only asks for.
      { purl: 'pkg:deb/debian/chromium', name: 'chromium', scope: 'required' },
    ],
  })
  const bill = JSON.parse(
    billOfImage(own, [deb('chromium', '156.0-1~deb12u1'), deb('file', '1:5.44-3')]),
  )
  assert.deepEqual([bill.bomFormat, bill.metadata.component.name], ['CycloneDX', 'keyclave'])
  assert.deepEqual(
    bill.components.map(({ purl }: { purl: string }) => purl),
    [
      'pkg:generic/node@24.0.0',
      'pkg:deb/debian/chromium@156.0-1~deb12u1?arch=amd64&distro=debian-12',
      'pkg:deb/debian/file@1:5.44-3?arch=amd64&distro=debian-12',
    ],
  )
  assert.deepEqual(bill.components[2].hashes, [{ alg: 'SHA-256', content: '5a'.repeat(32) }])
})
