/** Signed addresses of CloudFront, offline: what OpenSSL verifies, and what is refused before anybody depends on it. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { policyText, readSignedUrl } from '../../../main/core/deliveries/index.ts'
import {
  createSignedUrls,
  type SignUrlRequest,
} from '../../../main/services/deliveries/signed-urls.ts'
import { createInput } from '../../../main/services/files/index.ts'
import { refusal } from '../refusal.ts'
import { inHours, now, rsaKey } from './sides.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-signed-url-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, content: string | Buffer): string => {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}

const { privateKey, pem } = rsaKey(2048)
const half = put('public.pem', pem)
const pkcs1 = put('signer.pem', privateKey.export({ format: 'pem', type: 'pkcs1' }))
const pkcs8 = put('signer8.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }))
const other = put('other.pem', rsaKey(4096).pem)

const nobody = () => Promise.reject(new Error('no picture is read'))
const input = createInput(Readable.from([]), nobody as never)
const { signUrl, checkUrl } = createSignedUrls({ input, now: () => now })

const FILM = 'https://d111111abcdef8.cloudfront.net/films/one.mp4'
const order = (changes: Partial<SignUrlRequest> = {}): SignUrlRequest => ({
  ...{ url: FILM, privateKey: pkcs1, publicKey: half, keyPairId: 'K2JCJMDEHXQW5F' },
  ...{ ends: inHours(24).toISOString(), ...changes },
})
const CUSTOM = {
  ...{ begins: inHours(1).toISOString(), network: '192.0.2.0/24' },
  resource: 'https://d111111abcdef8.cloudfront.net/films/*',
}

/** Whether OpenSSL finds this signature on this text. */
function verifiedByOpenssl(text: string, signature: Buffer): boolean {
  const [file, at] = [put('policy', text), put('signature', signature)]
  const verify = ['dgst', '-sha1', '-verify', half, '-signature', at, file]
  try {
    const said = execFileSync('openssl', verify, { encoding: 'utf8', stdio: 'pipe' })
    return said.includes('Verified OK')
  } catch {
    return false
  }
}

test('an address is signed as CloudFront verifies it, by a canned and by a custom policy', async () => {
  const ways = [
    [{}, FILM, pkcs1],
    [{}, `${FILM}?quality=high&part=2`, pkcs8],
    [CUSTOM, FILM, pkcs8],
    [{ network: '192.0.2.7/32' }, `${FILM}?quality=high&part=2`, pkcs1],
  ] as const
  for (const [more, url, key] of ways) {
    const signed = await signUrl(order({ ...more, url, privateKey: key }))
    const { policy, text, signature } = readSignedUrl(signed.url)
    assert.equal(policyText(policy), text)
    assert.ok(verifiedByOpenssl(text, signature), signed.url)
    assert.ok(!verifiedByOpenssl(text.replace('films', 'filmz'), signature))
    assert.ok(signed.url.startsWith(`${url}${url.includes('?') ? '&' : '?'}`))
    assert.deepEqual(await checkUrl({ url: signed.url, publicKey: half }), signed)
  }
  const { url } = await signUrl(order())
  assert.match(url, /\?Expires=1795860000&Signature=[A-Za-z0-9~_-]+&Key-Pair-Id=K2JCJMDEHXQW5F$/)
})

test('what would not be accepted there is refused here', async () => {
  const no = (changes: Partial<SignUrlRequest>, problem: string) =>
    assert.rejects(signUrl(order(changes)), refusal('DELIVERY_URL', { problem }))
  await no({ url: 'https://example.org/a film.mp4' }, 'address')
  await no({ url: `${FILM}?Expires=1` }, 'reserved')
  await no({ ...CUSTOM, resource: 'https://example.org/"*' }, 'resource')
  await no({ ...CUSTOM, resource: 'https://example.org/*' }, 'resource-other')
  await no({ ends: 'tomorrow' }, 'moment')
  await no({ ends: inHours(-1).toISOString() }, 'over')
  await no({ begins: inHours(24).toISOString() }, 'begins-late')
  await no({ network: '192.0.2.0/33' }, 'network')
  await no({ network: '2001:db8::/32' }, 'network')
  await no({ keyPairId: 'K2&Signature=x' }, 'key-pair-id')
  await assert.rejects(
    signUrl(order({ privateKey: half })),
    refusal('DELIVERY_FILE', {
      ...{ file: 'private-half', problem: 'not-private-key', field: null, source: half },
    }),
  )
  await assert.rejects(
    signUrl(order({ publicKey: other })),
    refusal('DELIVERY_MODULUS', {
      ...{ destination: 'cloudfront', bits: 4096, takes: [2048], source: other },
    }),
  )
})

test('a signed address of another pair, changed, or over is refused by the public half', async () => {
  const { url } = await signUrl(order(CUSTOM))
  const check = (changed: string, at = now) =>
    createSignedUrls({ input, now: () => at }).checkUrl({ url: changed, publicKey: half })
  const no = (changed: string, code: string, problem?: string) =>
    assert.rejects(check(changed), refusal(code, problem === undefined ? {} : { problem }))
  const canned = (await signUrl(order())).url
  await no(canned.replace('one.mp4', 'two.mp4'), 'DELIVERY_URL_SIGNATURE')
  await no(canned.replace(/Expires=(\d+)\d/, 'Expires=$19'), 'DELIVERY_URL_SIGNATURE')
  // The pattern covers it: another film of the same folder is opened by the same policy.
  await check(url.replace('one.mp4', 'two.mp4'))
  await no(url.replace('/films/', '/more/'), 'DELIVERY_URL', 'resource-other')
  await no(url.replace(/Policy=...../, 'Policy=AAAAA'), 'DELIVERY_URL', 'policy')
  await no(url.replace(/Signature=../, 'Signature=AA'), 'DELIVERY_URL_SIGNATURE')
  await no(FILM, 'DELIVERY_URL', 'not-signed')
  await no(`${canned}&Expires=9`, 'DELIVERY_URL', 'not-signed')
  await assert.rejects(check(url, inHours(25)), refusal('DELIVERY_URL', { problem: 'over' }))
  const another = put('another.pem', rsaKey(3072).pem)
  await assert.rejects(checkUrl({ url, publicKey: another }), refusal('DELIVERY_MODULUS'))
})
