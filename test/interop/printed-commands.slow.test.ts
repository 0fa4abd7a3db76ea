/**
 * The commands of docs/DELIVERIES.md for AWS: the AWS command line reads them as they are printed and asks what they are
 * meant to ask. What is unwrapped and stored is proved beside it (deliveries.slow.test.ts, radosgw.slow.test.ts).
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { FIT, rsaKey } from '../core/deliveries/sides.ts'
import { delivered, machine } from './connected-machine.ts'
import { BLOCKS, isOfAws } from './printed-commands.ts'

/** Answers everything and knows nothing: what was asked, by action or by method and path. */
async function askedOf() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const target = request.headers['x-amz-target']
      const [pathname] = (request.url ?? '').split('?')
      asked.push(
        target === undefined
          ? `${request.method} ${pathname}`
          : (String(target).split('.').at(-1) ?? ''),
      )
      response.end(target === undefined ? '<Answer/>' : '{}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { asked, url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

const ASKED: { readonly [section: string]: readonly string[] } = {
  'AWS KMS': [
    ...['CreateKey', 'GetParametersForImport', 'GetParametersForImport', 'ImportKeyMaterial'],
    ...['DescribeKey', 'LookupEvents', 'DisableKey'],
  ],
  'S3, SSE-C': ['PUT /films/film.mp4', 'HEAD /films/film.mp4', 'GET /films/film.mp4'],
  'S3, SSE-KMS': ['PUT /films/proof', 'LookupEvents', 'DisableKey'],
  'S3, SSE-S3': ['GET /films'],
  'CloudFront, signed URLs': [
    ...['POST /2020-05-31/public-key', 'POST /2020-05-31/key-group'],
    ...['GET /2020-05-31/key-group/KEY_GROUP_ID/config'],
    'DELETE /2020-05-31/public-key/KEY_PAIR_ID',
  ],
}

test('the AWS command line reads every command for it, and asks for what it says', async context => {
  const side = await machine('printed-aws')
  const { put, run, write, folder, recipient } = side
  const standIn = await askedOf()
  context.after(standIn.close)
  for (const id of ['aws-kms', 's3-sse-c', 'cloudfront']) {
    const fit = FIT[id] ?? assert.fail(id)
    const files = 'recipient' in fit.files ? { recipient } : fit.files
    const secret = id === 'cloudfront' ? Buffer.from(rsaKey(2048).pkcs8) : osRandom(32)
    const made = await delivered(id, { ...fit, files }, secret)
    put(made.files)
    const opening = made.instructions.arrive[0]?.commands.join('\n') ?? ''
    if (id !== 'aws-kms') assert.notEqual(await run(opening), null)
  }
  write('FILE', osRandom(1000))
  mkdirSync(path.join(folder, 'programs'))
  write('programs/aws', `#!/bin/sh\nexec /usr/bin/aws --endpoint-url ${standIn.url} "$@"\n`)
  chmodSync(path.join(folder, 'programs/aws'), 0o755)
  const env = {
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_PAGER: '' },
    ...{ AWS_DEFAULT_REGION: 'eu-central-1', AWS_CONFIG_FILE: '/dev/null' },
    ...{ AWS_EC2_METADATA_DISABLED: 'true' },
    PATH: `${path.join(folder, 'programs')}:${process.env.PATH}`,
  }
  const asked: { [section: string]: string[] } = {}
  for (const { at, section, text } of BLOCKS.filter(isOfAws)) {
    // Where a block has several commands, each must be well.
    assert.notEqual(await run(`set -e\n${text}`, env), null, `${at} failed:\n${text}`)
    asked[section] ??= []
    asked[section].push(...standIn.asked.splice(0))
  }
  assert.deepEqual(asked, ASKED)
})
