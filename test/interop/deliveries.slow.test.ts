/** Packages of deliveries brought in by programs that take long to start: Java, and the AWS command line. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { deliver } from '../../main/core/deliveries/deliver.ts'
import { prepareDelivery } from '../../main/core/deliveries/index.ts'
import { createSignedUrls } from '../../main/services/deliveries/signed-urls.ts'
import { ARN, aes, FIT, now, pairOf, request, rsaKey } from '../core/deliveries/sides.ts'
import { type Asking, commandWith, delivered, machine } from './connected-machine.ts'
import { kmsStandIn } from './kms-stand-in.ts'

const JAVA = `
import java.util.*;
import javax.crypto.*;
import javax.crypto.spec.SecretKeySpec;
public class Unwrap {
  public static void main(String[] args) throws Exception {
    byte[] kek = HexFormat.of().parseHex(args[0]);
    for (int i = 1; i < args.length; i++) {
      try {
        Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
        cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"));
        Key key = cipher.unwrap(HexFormat.of().parseHex(args[i]), "AES", Cipher.SECRET_KEY);
        System.out.println(HexFormat.of().formatHex(key.getEncoded()));
      } catch (java.security.GeneralSecurityException e) {
        System.out.println("refused");
      }
    }
  }
}
`.replace('import java.util.*;', 'import java.util.*;\nimport java.security.Key;')

test('Java unwraps AES-KWP of each size, and refuses a changed blob', async () => {
  const { folder, write } = await machine('java')
  write('Unwrap.java', JAVA)
  const kek = osRandom(32)
  const blobs: string[] = []
  const expected: string[] = []
  for (const bits of [128, 192, 256]) {
    const secret = osRandom(bits / 8)
    const prepared = prepareDelivery(
      'pkcs11',
      request({ ...(FIT.pkcs11 as Asking), key: aes(bits) }),
    )
    const made = await deliver({ ...prepared, kek: { check: null } }, { secret, kek })
    const blob = made.files[0]?.bytes ?? assert.fail('no blob')
    const changed = Buffer.from(blob)
    changed.writeUInt8(changed.readUInt8(3) ^ 128, 3)
    blobs.push(blob.toString('hex'), changed.toString('hex'))
    expected.push(secret.toString('hex'), 'refused')
  }
  const { stdout } = spawnSync('java', ['Unwrap.java', kek.toString('hex'), ...blobs], {
    cwd: folder,
  })
  assert.deepEqual(String(stdout).trim().split('\n'), expected)
})

test('the AWS command line gets parameters, and imports what was wrapped for them', async () => {
  const { put, run, read } = await machine('aws')
  const kms = await kmsStandIn(ARN, rsaKey(4096))
  const env = {
    ...{
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'eu-central-1',
    },
    ...{ AWS_PAGER: '', AWS_CONFIG_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true' },
  }
  const aws = (line: string): Promise<string | null> =>
    run(`${line.replaceAll(/^aws /gm, '/usr/bin/aws ')} --endpoint-url ${kms.url}`, env)
  try {
    const printed = await aws(
      `aws kms get-parameters-for-import --key-id ${ARN} --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_4096`,
    )
    const secret = osRandom(32)
    const files = { parameters: Buffer.from(printed ?? '') }
    const prepared = prepareDelivery('aws-kms', {
      ...request({ key: aes(256), files, options: {} }),
      now: new Date(),
    })
    const made = await deliver(prepared, { secret })
    put(made.files)
    const imports = commandWith(made.instructions.arrive, 'import-key-material')
    assert.notEqual(await aws(imports), null)
    assert.deepEqual(kms.imported(), secret)
    const changed = read('EncryptedKeyMaterial.bin')
    changed.writeUInt8(changed.readUInt8(200) ^ 1, 200)
    put([{ name: 'EncryptedKeyMaterial.bin', bytes: changed }])
    assert.equal(await aws(imports), null)
    put(
      made.files.map(({ name, bytes }) => ({
        name,
        bytes: name === 'ImportToken.bin' ? Buffer.alloc(99) : bytes,
      })),
    )
    assert.equal(await aws(imports), null)
  } finally {
    kms.close()
  }
})

test('the AWS command line signs an address as the package has it signed', async () => {
  const { put, run, recipient } = await machine('cloudfront')
  const asking = { key: pairOf(2048), files: { recipient }, options: FIT.cloudfront?.options ?? {} }
  const made = await delivered('cloudfront', asking, Buffer.from(rsaKey(2048).pkcs8))
  put(made.files)
  const [opening, sign] = made.instructions.arrive.map(({ commands }) => commands.join('\n'))
  assert.notEqual(await run(opening ?? ''), null)
  const url = await run((sign ?? '').replace(/^aws /, '/usr/bin/aws '), {
    AWS_CONFIG_FILE: '/dev/null',
  })
  const [proof] = made.instructions.proof
  assert.ok(
    proof && JSON.stringify(proof.says.facts).includes(url?.trim() ?? '-'),
    url ?? 'nothing was signed',
  )
})

test('the AWS command line signs an address as sign-url does, by a canned and by a custom policy', async () => {
  const { folder, write, run } = await machine('sign-url')
  write('signer.pem', rsaKey(2048).privateKey.export({ format: 'pem', type: 'pkcs1' }))
  const privateKey = path.join(folder, 'signer.pem')
  const { signUrl } = createSignedUrls({
    input: { read: async file => readFileSync(file) },
    now: () => now,
  })
  const url = 'https://d111111abcdef8.cloudfront.net/films/one.mp4?part=2'
  const [ends, begins, keyPairId] = [
    '2026-12-01T00:00:00Z',
    '2026-11-28T00:00:00Z',
    'K2JCJMDEHXQW5F',
  ]
  const sign = `/usr/bin/aws cloudfront sign --url '${url}' --key-pair-id ${keyPairId} --private-key file://signer.pem --date-less-than ${ends}`
  const network = '192.0.2.0/24'
  const ways = [
    [{}, ''],
    [{ network }, ` --ip-address ${network}`],
    [{ begins }, ` --date-greater-than ${begins}`],
    [{ begins, network }, ` --date-greater-than ${begins} --ip-address ${network}`],
  ] as const
  for (const [more, options] of ways) {
    const ours = await signUrl({ url, privateKey, keyPairId, ends, ...more })
    const theirs = await run(`${sign}${options}`, { AWS_CONFIG_FILE: '/dev/null' })
    assert.equal(ours.url, theirs?.trim())
  }
})
