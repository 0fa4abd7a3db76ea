/** Packages of deliveries brought in by Shaka Packager, with the commands that the instructions print. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { type DeliveredKey, mediaKeyId } from '../../main/core/deliveries/index.ts'
import { type MediaKey, scanMedia } from '../../main/services/deliveries/scan-media.ts'
import { aes } from '../core/deliveries/sides.ts'
import { delivered, machine } from './connected-machine.ts'
import { makeVideo, sumOf, withPackager } from './video.ts'

const other: DeliveredKey = { ...aes(128), id: 'fedcba9876543210', label: 'audio-root' }

/** Under which of these keys the files of a folder are, as `deliver scan-media` says it. */
async function scanned(folder: string, keys: readonly DeliveredKey[]) {
  const known = new Map<string, MediaKey>(
    keys.map(key => [
      mediaKeyId(key),
      { id: key.id, label: key.label, version: key.version, state: 'active', isOld: false },
    ]),
  )
  const { found } = await scanMedia([folder], known, {
    signal: new AbortController().signal,
    onEvent: () => {},
  })
  return Object.fromEntries(
    found.map(({ path: file, keys: under }) => [
      file.slice(folder.length + 1),
      under.map(({ key }) => (key === null ? null : `${key.label}@${key.version}`)),
    ]),
  )
}

test('Shaka Packager encrypts with the delivered key, and packages anew under the next one', async () => {
  const side = await machine('shaka')
  const { run, put, recipient, read, folder } = side
  const env = withPackager(side)
  await makeVideo(side)
  const whole = await sumOf(side, 'input.mp4')
  const deliver = async (version: number) => {
    const secret = osRandom(16)
    const asking = { key: aes(128, version), files: { recipient }, options: { label: 'HD' } }
    const made = await delivered('shaka-cenc', asking, secret)
    put(made.files)
    const [opening, packaging] = made.instructions.arrive.map(({ commands }) => commands.join('\n'))
    const [proof, clearing] = made.instructions.proof.map(({ commands }) => commands.join('\n'))
    assert.notEqual(await run(opening ?? '', env), null)
    return {
      made,
      secret,
      packaging: packaging ?? '',
      proof: proof ?? '',
      clearing: clearing ?? '',
    }
  }
  const first = await deliver(1)
  assert.notEqual(await run(first.packaging, env), null)
  const proof = (await run(first.proof, env)) ?? ''
  assert.match(proof, /is_encrypted: true/)
  assert.ok(proof.replaceAll('-', '').includes(mediaKeyId(aes(128))), proof)
  assert.equal(await sumOf(side, 'video.mp4', first.secret), whole)
  assert.notEqual(await sumOf(side, 'video.mp4'), whole)
  assert.deepEqual(await scanned(folder, [aes(128)]), {
    'audio.mp4': ['video-root@1'],
    'video.mp4': ['video-root@1'],
  })
  // A stream of another label than that of the key is no stream in the clear.
  const mistaken = first.packaging.replaceAll('drm_label=HD', 'drm_label=SD')
  assert.equal(await run(mistaken.replaceAll('output=', 'output=mistaken.'), env), null)

  const next = await deliver(2)
  const [again] = first.made.instructions.disable
  const anew = (again?.commands ?? []).join('\n').replaceAll('NEXT_KID', mediaKeyId(aes(128, 2)))
  assert.notEqual(await run(anew, env), null)
  assert.equal(await sumOf(side, 'video.new.mp4', next.secret), whole)
  assert.notEqual(await sumOf(side, 'video.new.mp4', first.secret), whole)
  const after = await scanned(folder, [aes(128), aes(128, 2)])
  assert.deepEqual(
    [after['audio.new.mp4'], after['video.new.mp4']],
    [['video-root@2'], ['video-root@2']],
  )
  assert.ok(
    String(read('manifest.new.mpd'))
      .replaceAll('-', '')
      .includes(mediaKeyId(aes(128, 2))),
  )
  for (const { clearing } of [first, next]) assert.notEqual(await run(clearing, env), null)
  assert.equal(await run('ls memory', env), '', 'nothing is left in memory')
})

test('picture and sound get a key each, and scan-media finds both', async () => {
  const side = await machine('shaka-several')
  const { run, put, recipient, folder } = side
  const env = withPackager(side)
  await makeVideo(side)
  const secrets = [osRandom(16), osRandom(16)]
  const labelled = [
    { key: aes(128), label: 'HD' },
    { key: other, label: 'SOUND' },
  ] as const
  const made = []
  for (const [index, { key, label }] of labelled.entries()) {
    const asking = { key, files: { recipient }, options: { label } }
    const one = await delivered('shaka-cenc', asking, secrets[index] ?? assert.fail())
    put(one.files)
    const [opening] = one.instructions.arrive
    assert.notEqual(await run(opening?.commands.join('\n') ?? '', env), null)
    made.push(one)
  }
  const [several] = made[0]?.instructions.prepare ?? []
  const line = (several?.commands ?? []).join('\n').replace('=OTHER', '=SOUND')
  assert.notEqual(await run(line, env), null)
  assert.deepEqual(await scanned(folder, [aes(128), other]), {
    'audio.mp4': ['audio-root@1'],
    'video.mp4': ['video-root@1'],
  })
  // Packaged in the clear, since the packager leaves out where the sound of the MP4 begins.
  const clear = ['video', 'audio'].map(of => `in=input.mp4,stream=${of},output=clear.${of}.mp4`)
  await run(`packager ${clear.join(' ')}`, env)
  const [forPicture, forSound] = secrets
  for (const [of, own, foreign] of [
    ['video', forPicture, forSound],
    ['audio', forSound, forPicture],
  ] as const) {
    const stream = of === 'video' ? 'v' : 'a'
    const whole = await sumOf(side, `clear.${of}.mp4`, undefined, stream)
    assert.match(whole ?? '', /^MD5=/)
    assert.equal(await sumOf(side, `${of}.mp4`, own, stream), whole, of)
    assert.notEqual(await sumOf(side, `${of}.mp4`, foreign, stream), whole, of)
  }
})
