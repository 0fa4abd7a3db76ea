/** What is packaged under a delivered key plays in Chromium, by hls.js and by Shaka Player; what the key is not for does not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { mediaKeyId } from '../../main/core/deliveries/index.ts'
import { aes } from '../core/deliveries/sides.ts'
import { delivered, machine } from './connected-machine.ts'
import { openPlayer, type Seen, type Way } from './player-page.ts'
import { makeVideo, withPackager } from './video.ts'

type Machine = Awaited<ReturnType<typeof machine>>
const KEY_URL = 'https://keys.example.org/video.key'

/** Delivers a version, opens it and packages with it, as the package says. */
async function packaged(
  side: Machine,
  destination: 'ffmpeg-hls' | 'shaka-cenc',
  version: number,
  env: NodeJS.ProcessEnv,
) {
  const secret = osRandom(16)
  const options: { readonly [name: string]: string } =
    destination === 'ffmpeg-hls' ? { uri: KEY_URL } : { label: 'HD' }
  const asking = { key: aes(128, version), files: { recipient: side.recipient }, options }
  const made = await delivered(destination, asking, secret)
  side.put(made.files)
  for (const { commands } of made.instructions.arrive) {
    assert.notEqual(await side.run(commands.join('\n').replace(/^ffmpeg/m, 'ffmpeg -y'), env), null)
  }
  return { secret, instructions: made.instructions }
}

/** The pictures of the video in the clear by the same player, which are all different. */
async function clearPictures(
  { play }: Awaited<ReturnType<typeof openPlayer>>,
  way: Way,
): Promise<Seen> {
  const clear = await play(way)
  assert.ok('pictures' in clear, JSON.stringify(clear))
  assert.equal(new Set(clear.pictures).size, 4)
  return clear
}

test('hls.js plays every picture with the key, and after the next version nothing with the old one', async context => {
  const side = await machine('hls-js')
  await makeVideo(side)
  const first = await packaged(side, 'ffmpeg-hls', 1, {})
  const player = await openPlayer(side.folder)
  context.after(player.close)
  await side.run('ffmpeg -v error -i input.mp4 -c copy -hls_playlist_type vod clear.m3u8')
  const clear = await clearPictures(player, { by: 'hls.js', url: 'clear.m3u8' })
  const play = (key: Buffer) => player.play({ by: 'hls.js', url: 'out.m3u8' }, { [KEY_URL]: key })
  assert.deepEqual(await play(first.secret), clear)
  const next = await packaged(side, 'ffmpeg-hls', 2, {})
  assert.deepEqual(await play(next.secret), clear)
  const refused = await play(first.secret)
  assert.ok('failed' in refused && refused.failed.startsWith('hls.js: '), JSON.stringify(refused))
})

test('Shaka Player plays every picture with the key, and what was packaged anew with the next one alone', async context => {
  const side = await machine('shaka-player')
  const env = withPackager(side)
  await makeVideo(side)
  const first = await packaged(side, 'shaka-cenc', 1, env)
  const next = osRandom(16)
  const [kid, nextKid] = [mediaKeyId(aes(128)), mediaKeyId(aes(128, 2))]
  const asking = {
    key: aes(128, 2),
    files: { recipient: side.recipient },
    options: { label: 'HD' },
  }
  const made = await delivered('shaka-cenc', asking, next)
  side.put(made.files)
  const opening = made.instructions.arrive[0]?.commands.join('\n') ?? ''
  assert.notEqual(await side.run(opening, env), null)
  const again = first.instructions.disable[0]?.commands.join('\n') ?? ''
  assert.notEqual(await side.run(again.replaceAll('NEXT_KID', nextKid), env), null)
  const player = await openPlayer(side.folder)
  context.after(player.close)
  const streams = ['video', 'audio'].map(of => `in=input.mp4,stream=${of},output=clear.${of}.mp4`)
  await side.run(`packager ${streams.join(' ')} --mpd_output clear.mpd`, env)
  const clear = await clearPictures(player, { by: 'shaka', url: 'clear.mpd', keys: {} })
  const play = (url: string, keys: { readonly [kid: string]: Buffer }) => {
    const hex = Object.entries(keys).map(([id, key]) => [id, key.toString('hex')])
    return player.play({ by: 'shaka', url, keys: Object.fromEntries(hex) })
  }
  const old = { [kid]: first.secret }
  for (const manifest of ['manifest', 'manifest.new'] as const) {
    const keys = manifest === 'manifest' ? old : { [nextKid]: next }
    assert.deepEqual(await play(`${manifest}.mpd`, keys), clear, manifest)
  }
  // Without a key of its id, and with the old one under the id of the next.
  for (const keys of [old, { [nextKid]: first.secret }]) {
    assert.notDeepEqual(await play('manifest.new.mpd', keys), clear)
  }
})
