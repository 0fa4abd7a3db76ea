/** What of AWS KMS an import needs, on the loopback address: it really unwraps, and looks at the token. */
import { constants, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export async function kmsStandIn(
  arn: string,
  key: { readonly privateKey: KeyObject; readonly spki: Buffer },
) {
  const token = randomBytes(1500)
  let imported: Buffer | null = null

  const answers: { readonly [verb: string]: (asked: { [name: string]: string }) => object | null } =
    {
      GetParametersForImport: () => ({
        ...{ KeyId: arn, ImportToken: token.toString('base64') },
        PublicKey: key.spki.toString('base64'),
        ParametersValidTo: Date.now() / 1000 + 24 * 3600,
      }),
      ImportKeyMaterial: asked => {
        if (asked.KeyId !== arn || asked.ImportToken !== token.toString('base64')) return null
        const padding = constants.RSA_PKCS1_OAEP_PADDING
        const wrapped = Buffer.from(asked.EncryptedKeyMaterial ?? '', 'base64')
        try {
          imported = privateDecrypt({ key: key.privateKey, padding, oaepHash: 'sha256' }, wrapped)
          return imported.length === 32 ? {} : null
        } catch {
          return null
        }
      },
    }

  const server = createServer(async (request, response) => {
    const [, verb = ''] = String(request.headers['x-amz-target']).split('.')
    const asked = JSON.parse(String(await buffer(request)))
    const answer = answers[verb]?.(asked) ?? null
    response.writeHead(answer === null ? 400 : 200, {
      'content-type': 'application/x-amz-json-1.1',
    })
    response.end(JSON.stringify(answer ?? { __type: 'InvalidCiphertextException' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    imported: () => imported,
    close: () => server.close(),
  }
}
