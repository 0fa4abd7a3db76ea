/** Cards that are made to do harm, and the process that reads them: each bad end of it is a refusal by name. */
import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { encode } from 'jpeg-js'
import {
  type RunScan,
  SCAN_LIMITS,
  type ScanEnding,
  scanCard,
} from '../../../main/paper/reading/index.ts'
import { failureAnswer, shareAnswer } from '../../../main/paper/reading/scan-answer.ts'
import { shareInFile } from '../../../main/paper/reading/share-in-file.ts'
import { type CardProcessPlace, nodeScans } from '../../../main/shells/card-process.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { rgbaOf } from '../../degraded/grey-image.ts'
import { seeded } from '../../degraded/seeded.ts'
import { drawCodes, paperShare, pdfOf, pngOf } from './card-files.ts'
import { scanHere } from './scan-here.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const share = paperShare(1)
const card = drawCodes([share.qr])
const png = pngOf(card, { colourType: 0, depth: 1, filter: 0 })

let folder = ''
before(() => {
  // The process that reads cards has a /dev of its own, where the suites' other temporary files may lie.
  folder = mkdtempSync('/var/tmp/keyclave-hostile-')
})
after(() => rmSync(folder, { recursive: true, force: true }))

test('a JPEG of more colours than there are is refused by its header', async () => {
  const jpeg = Buffer.from(encode({ ...card, data: rgbaOf(card) }, 80).data)
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
  const frame = (colours: number, samples = 0x11): Buffer => {
    const head = Buffer.from(jpeg.subarray(at, at + 9))
    head.writeUInt16BE(8 + 3 * colours, 2)
    head.writeUInt16BE(7000, 5)
    head.writeUInt16BE(7000, 7)
    const each = Array.from({ length: colours }, (_, i) => Buffer.from([i, samples, 0]))
    return Buffer.concat([jpeg.subarray(0, at), head, Buffer.from([colours]), ...each])
  }
  const hostile = [frame(255), frame(50), frame(2), frame(0), frame(3, 0x00), frame(3, 0xff)]
  for (const file of hostile) {
    await assert.rejects(shareInFile(file, 'picture'), {
      code: 'PICTURE_FORMAT',
      data: { problem: 'colours' },
    })
  }
})

test('a card of either kind with some bytes changed gives its share, or is refused by a code', async () => {
  const { below } = seeded(23)
  const expected = Buffer.from(share.bytes).toString('hex')
  const whole = await pdfOf([{ words: share.words }])
  for (let i = 0; i < 40; i += 1) {
    const changed = Buffer.from(whole)
    const at = below(changed.length)
    if (i % 2 === 0) changed[at] = (changed[at] ?? 0) ^ (1 << below(8))
    else changed.fill(below(256), at, Math.min(changed.length, at + below(40)))
    const read = await shareInFile(changed, 'pdf').then(
      found => Buffer.from(found.share).toString('hex'),
      (error: unknown) => {
        assert.ok(error instanceof KeyclaveError, String(error))
        return expected
      },
    )
    assert.equal(read, expected)
  }
  const loop =
    '%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[2 0 R]/Count 1>> endobj\ntrailer <</Root 1 0 R>>'
  await assert.rejects(shareInFile(Buffer.from(loop), 'pdf'), { code: 'PDF_FORMAT' })
})

test('a PDF of more than 1 MiB is not looked at', async () => {
  const large = Buffer.concat([await pdfOf([{ words: share.words }]), Buffer.alloc(1024 * 1024)])
  const never: RunScan = () => assert.fail('it was read')
  await assert.rejects(scanCard(large, 'pdf', never), { code: 'PDF_TOO_LARGE' })
})

/** A PDF whose page has these bytes, packed three times over, for its content. */
function packedPage(content: Buffer): Buffer {
  const once = deflateSync(content, { level: 9 })
  const packed = deflateSync(deflateSync(once, { level: 9 }), { level: 9 })
  const filters = '[/FlateDecode /FlateDecode /FlateDecode]'
  return Buffer.concat([
    Buffer.from(
      '%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>> endobj\n',
    ),
    Buffer.from(`4 0 obj <</Length ${packed.length}/Filter ${filters}>> stream\n`),
    packed,
    Buffer.from('\nendstream endobj\ntrailer <</Root 1 0 R>>'),
  ])
}

/** The most memory that a process of this program ever had, in MiB, for as long as it is looked at. */
function watchMemory(program: string): () => number {
  let most = 0
  const timer = setInterval(() => {
    for (const at of globSync('/proc/[0-9]*/cmdline')) {
      try {
        if (!readFileSync(at, 'latin1').includes(program)) continue
        const status = readFileSync(path.join(path.dirname(at), 'status'), 'latin1')
        most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
      } catch {
        // It has ended meanwhile.
      }
    }
  }, 50)
  return () => {
    clearInterval(timer)
    return most
  }
}

const MIB = 1024 * 1024
interface Within {
  readonly seconds: number
  readonly mebibytes: number
}

const placeWithin = (
  { seconds, mebibytes }: Within,
  node = process.execPath,
): CardProcessPlace => ({
  platform: process.platform,
  node,
  programFolder: ROOT,
  environment: process.env,
  limits: { seconds, memory: { picture: mebibytes * MIB, pdf: mebibytes * MIB } },
})
const scansWithin = (limits: Within, node?: string): RunScan => nodeScans(placeWithin(limits, node))

test('a PDF of some hundred bytes that unpacks to 300 MiB ends at the limit of memory', async () => {
  const file = packedPage(Buffer.alloc(300 * MIB, ' '))
  assert.ok(file.length < 1000)
  const most = watchMemory('card-scan.process')
  const run = scansWithin({ seconds: 600, mebibytes: 256 })
  await assert.rejects(scanCard(file, 'pdf', run), { code: 'SCAN_MEMORY' })
  const seen = most()
  assert.ok(seen > 0 && seen < 400, `${seen} MiB`)
  // Where the system limits nothing, the process watches itself.
  const unlimited = nodeScans({
    ...placeWithin({ seconds: 600, mebibytes: 256 }),
    platform: 'darwin',
  })
  await assert.rejects(scanCard(file, 'pdf', unlimited), { code: 'SCAN_MEMORY' })
})

test('what takes too long is ended, and named', async () => {
  const file = packedPage(Buffer.alloc(1 << 26, 'q Q '))
  const run = scansWithin({ seconds: 1, mebibytes: 1024 })
  await assert.rejects(scanCard(file, 'pdf', run), {
    code: 'SCAN_TIME',
    data: { seconds: SCAN_LIMITS.seconds },
  })
})

/** A program in Node's place: a shell script. */
function instead(name: string, script: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return file
}

test('a process that dies, or answers nonsense, is not believed', async () => {
  const within = { seconds: 60, mebibytes: 1024 }
  const ends: { readonly [script: string]: string } = {
    'exit 0': 'SCAN_DIED',
    'exit 1': 'SCAN_DIED',
    'kill -SEGV $$': 'SCAN_DIED',
    'kill -KILL $$': 'SCAN_MEMORY',
    'echo "JavaScript heap out of memory" >&2; kill -ABRT $$': 'SCAN_MEMORY',
    'echo hello': 'SCAN_ANSWER',
    'printf S': 'SCAN_ANSWER',
    "head -c 44 /dev/zero | sed 's/^/S/'": 'SCAN_ANSWER',
    'cat /dev/zero': 'SCAN_ANSWER',
    "printf 'R{}'": 'SCAN_ANSWER',
    'printf \'R{"code":"VAULT_LOCKED","data":{}}\'': 'SCAN_ANSWER',
    'printf \'R{"code":"PICTURE_FORMAT","data":{"problem":"made up"}}\'': 'SCAN_ANSWER',
    'printf \'R{"code":"PICTURE_NO_CODE","data":{}}\'': 'PICTURE_NO_CODE',
  }
  for (const [script, code] of Object.entries(ends)) {
    const run = scansWithin(within, instead('node', script))
    await assert.rejects(scanCard(png, 'picture', run), { code }, script)
  }
  const nothing = scansWithin(within, path.join(folder, 'no-such-program'))
  await assert.rejects(scanCard(png, 'picture', nothing), { code: 'SCAN_DIED' })
})

test('answers are read as they were written, and the share is in memory of its own', async () => {
  const answered =
    (answer: Buffer | null): RunScan =>
    async (): Promise<ScanEnding> => {
      assert.ok(answer)
      return { ended: 'answered', answer }
    }
  const head = 'entry 17, words topmost istanbul'
  const found = shareAnswer({ share: share.bytes, kit: '0123abcd', head })
  const read = await scanCard(png, 'picture', answered(found))
  assert.deepEqual([Buffer.from(share.bytes), '0123abcd', head], [read.bytes, read.kit, read.head])
  const headless = shareAnswer({ share: share.bytes, kit: null, head: null })
  const bare = await scanCard(png, 'picture', answered(headless))
  assert.deepEqual([bare.kit, bare.head], [null, null])
  const lie = shareAnswer({ share: share.bytes, kit: null, head: 'entry 17, words ../../Topmost' })
  await assert.rejects(scanCard(png, 'picture', answered(lie)), { code: 'SCAN_ANSWER' })
  assert.ok(
    found.every(byte => byte === 0),
    'the answer is wiped',
  )
  const refusal = failureAnswer(refuse('PICTURE_SEVERAL', { count: 2 }))
  await assert.rejects(scanCard(png, 'picture', answered(refusal)), {
    code: 'PICTURE_SEVERAL',
    data: { count: 2 },
  })
  assert.equal(failureAnswer(new TypeError('undefined is not a function')), null)
})

test('the process reads nothing but the program, writes nothing, starts nothing and has no network', async () => {
  const probe = `
    const { readFileSync, writeFileSync } = require('node:fs')
    const { spawnSync } = require('node:child_process')
    const { networkInterfaces } = require('node:os')
    const denied = work => { try { work(); return false } catch (error) { return error.code === 'ERR_ACCESS_DENIED' } }
    const all = denied(() => readFileSync('/etc/passwd'))
      && denied(() => writeFileSync('${folder}/made', ''))
      && denied(() => spawnSync('true'))
      && denied(() => new (require('node:worker_threads').Worker)('0', { eval: true }))
      && Object.keys(networkInterfaces()).every(name => name === 'lo')
      && Object.keys(process.env).every(name => name === 'PATH' || name === 'PWD')
    process.stdout.write(all ? 'R{"code":"PICTURE_NO_CODE","data":{}}' : 'no')`
  // As it is started, but with a probe in place of its program.
  const node = instead(
    'probing',
    `while [ "\${1#--}" != "$1" ]; do set -- "$@" "$1"; shift; done\nshift 2\nexec ${process.execPath} "$@" -e '${probe.replaceAll("'", `'"'"'`)}'`,
  )
  assert.ok(node)
  await assert.rejects(
    scanCard(png, 'picture', scansWithin({ seconds: 60, mebibytes: 1024 }, node)),
    {
      code: 'PICTURE_NO_CODE',
    },
  )
})

test('a good card is read through it, of either kind', async () => {
  const pdf = await pdfOf([{ words: share.words }])
  assert.deepEqual((await scanHere(png, 'picture')).bytes, Buffer.from(share.bytes))
  assert.deepEqual((await scanHere(pdf, 'pdf')).bytes, Buffer.from(share.bytes))
})
