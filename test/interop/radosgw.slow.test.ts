/** S3 by a real server, radosgw: the AWS command line puts and gets under a delivered key as the package says. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { aes, FIT } from '../core/deliveries/sides.ts'
import { commandWith, delivered, machine } from './connected-machine.ts'
import { startRadosgw } from './radosgw.ts'

test('radosgw takes and gives an object under the delivered key, and refuses another key, another sum and none', async context => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rgw-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const gateway = await startRadosgw(folder)
  context.after(gateway.close)
  const { put, run, read, write, recipient } = await machine('s3')
  const env = {
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    ...{ AWS_DEFAULT_REGION: 'us-east-1', AWS_PAGER: '', AWS_CONFIG_FILE: '/dev/null' },
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const aws = (line: string): Promise<string | null> =>
    run(`${line.replaceAll(/^aws /gm, '/usr/bin/aws ')} --endpoint-url ${gateway.url}`, env)
  const secret = osRandom(32)
  const { options } = FIT['s3-sse-c'] ?? assert.fail()
  const asking = { key: aes(256), files: { recipient }, options }
  const { files, instructions, values } = await delivered('s3-sse-c', asking, secret)
  put(files)
  const md5 = createHash('md5').update(secret).digest('base64')
  assert.equal(values.md5, md5)
  const line = (word: string): string =>
    commandWith([...instructions.arrive, ...instructions.proof], word)
  assert.notEqual(await aws('aws s3api create-bucket --bucket films'), null)
  assert.notEqual(await run(instructions.arrive[0]?.commands.join('\n') ?? ''), null)
  const film = osRandom(100_000)
  write('FILE', film)
  assert.notEqual(await aws(line('put-object')), null)
  assert.equal(JSON.parse((await aws(line('head-object'))) ?? 'null'), md5)
  assert.notEqual(await aws(line('get-object')), null)
  assert.deepEqual(read('FILE.back'), film)

  const get = line('get-object')
  assert.equal(await aws('aws s3api get-object --bucket films --key film.mp4 FILE.none'), null)
  // With a sum of its own the command line takes the key in base64.
  const withSum = (sum: string): Promise<string | null> =>
    aws(
      get.replace(
        /--sse-customer-key \S+/,
        `--sse-customer-key ${secret.toString('base64')} --sse-customer-key-md5 ${sum}`,
      ),
    )
  assert.notEqual(await withSum(md5), null)
  const other = createHash('md5').update(osRandom(32)).digest('base64')
  assert.equal(await withSum(other), null)
  for (const wrong of [osRandom(32), secret.subarray(1), Buffer.concat([secret, secret])]) {
    write('memory/sse-c.key', wrong)
    assert.equal(await aws(get), null, `${wrong.length} bytes`)
  }
  for (const length of [16, 24, 31, 33]) {
    write('memory/sse-c.key', osRandom(length))
    assert.equal(await aws(line('put-object')), null, `${length} bytes`)
  }
  write('memory/sse-c.key', secret)
  assert.notEqual(await aws(get), null, 'what was refused changed nothing')
  assert.notEqual(await run(commandWith(instructions.proof, 'shred')), null)
})
