/** Packages of deliveries brought in by an HSM in software and by FFmpeg, with the commands that the instructions print. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { mediaKeyId } from '../../main/core/deliveries/media.ts'
import { instructionsAsScript } from '../../shared/messages/delivery-instructions.ts'
import { messagesIn } from '../../shared/messages/index.ts'
import { aes, FIT, rsaKey } from '../core/deliveries/sides.ts'
import { commandWith, delivered, machine } from './connected-machine.ts'

const MODULE = '/usr/lib/softhsm/libsofthsm2.so'

test('an HSM unwraps what is under its KEK, shows the same check value, and refuses a changed blob', async () => {
  const { folder, run, put, write, read } = await machine('hsm')
  mkdirSync(path.join(folder, 'tokens'))
  write('softhsm2.conf', `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\n`)
  const env = { SOFTHSM2_CONF: path.join(folder, 'softhsm2.conf') }
  const pin = (line: string): string => line.replaceAll('--login', '--login --pin 1234')
  await run('softhsm2-util --init-token --free --label keyclave --so-pin 1234 --pin 1234', env)
  const kek = osRandom(32)
  write('kek.bin', kek)
  const tool = `pkcs11-tool --module ${MODULE} --token-label keyclave --login --pin 1234`
  await run(
    `${tool} --write-object kek.bin --type secrkey --key-type AES:32 --id 01 --usage-wrap`,
    env,
  )
  const check = await run(
    `head -c 16 /dev/zero | ${tool} --encrypt --mechanism AES-ECB --id 01 --input-file /dev/stdin | head -c 3 | od -An -tx1`,
    env,
  )
  const kekCheck = (check ?? '').replaceAll(/\s/g, '')
  for (const [bits, id] of [
    [128, '0a'],
    [192, '0b'],
    [256, '0c'],
  ] as const) {
    const options = { ...FIT.pkcs11?.options, module: MODULE, id, 'kek-check': kekCheck }
    const secret = osRandom(bits / 8)
    const made = await delivered('pkcs11', { key: aes(bits), files: {}, options }, secret, kek)
    put(made.files)
    const unwrap = pin(commandWith(made.instructions.arrive, '--unwrap'))
    assert.match((await run(unwrap, env)) ?? '', /Key unwrapped/, `${bits} bits`)
    const shown = await run(pin(commandWith(made.instructions.proof, '--encrypt')), env)
    assert.equal(shown?.replaceAll(/\s/g, ''), made.values.ecbCheck)
    const changed = read('key.wrapped')
    changed.writeUInt8(changed.readUInt8(9) ^ 4, 9)
    write('key.wrapped', changed)
    assert.equal(
      await run(unwrap.replace(`--application-id ${id}`, '--application-id ff'), env),
      null,
    )
  }
})

test('the HSM decrypts with its RSA key what is under OAEP', async () => {
  const { folder, run, write } = await machine('hsm-rsa')
  mkdirSync(path.join(folder, 'tokens'))
  write('softhsm2.conf', `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\n`)
  const env = { SOFTHSM2_CONF: path.join(folder, 'softhsm2.conf') }
  await run('softhsm2-util --init-token --free --label keyclave --so-pin 1234 --pin 1234', env)
  const { pkcs8, pem } = rsaKey(2048)
  write('private.der', pkcs8)
  const tool = `pkcs11-tool --module ${MODULE} --token-label keyclave --login --pin 1234`
  await run(`${tool} --write-object private.der --type privkey --id 02 --usage-decrypt`, env)
  const { 'kek-check': _, ...options } = FIT.pkcs11?.options ?? {}
  const secret = osRandom(32)
  const asking = {
    key: aes(256),
    files: { 'wrapping-key': pem },
    options: { ...options, way: 'oaep', hash: 'sha1' },
  }
  const { files } = await delivered('pkcs11', asking, secret)
  write('key.wrapped', files[0]?.bytes ?? '')
  const decrypt = `${tool} --decrypt --mechanism RSA-PKCS-OAEP --hash-algorithm SHA-1 --mgf MGF1-SHA1 --id 02 --input-file key.wrapped | od -An -v -tx1`
  assert.equal((await run(decrypt, env))?.replaceAll(/\s/g, ''), secret.toString('hex'))
})

const VIDEO =
  'ffmpeg -v error -f lavfi -i testsrc=size=128x96:rate=12:duration=2 -f lavfi -i sine=duration=2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac input.mp4'
/** The sum of the decoded pictures. */
const SUM = '-map 0:v -f md5 -'

test('FFmpeg encrypts HLS with the delivered key, and what plays is the same', async () => {
  const { put, run, recipient, read, write, folder } = await machine('hls')
  await run(VIDEO)
  const whole = await run(`ffmpeg -v error -i input.mp4 ${SUM}`)
  assert.match(whole ?? '', /^MD5=/)
  const asking = {
    key: aes(128),
    files: { recipient },
    options: { uri: 'https://keys.example.org/video.key' },
  }
  const secret = osRandom(16)
  const made = await delivered('ffmpeg-hls', asking, secret)
  put(made.files)
  write(
    'commands.sh',
    instructionsAsScript(messagesIn('en'), 'ffmpeg-hls', { ...made.instructions, proof: [] }),
  )
  assert.notEqual(await run(String(read('commands.sh'))), null)
  const playlist = String(read('out.m3u8'))
  assert.match(
    playlist,
    /METHOD=AES-128,URI="https:\/\/keys\.example\.org\/video\.key",IV=0x[0-9a-f]{32}/,
  )
  const play = async (key: Buffer): Promise<string | null> => {
    write('play.key', key)
    write(
      'play.m3u8',
      playlist.replace('https://keys.example.org/video.key', path.join(folder, 'play.key')),
    )
    return await run(
      `ffmpeg -v error -allowed_extensions ALL -protocol_whitelist file,crypto,data -i play.m3u8 ${SUM}`,
    )
  }
  assert.equal(await play(secret), whole)
  assert.notEqual(await play(osRandom(16)), whole)
})

test('FFmpeg encrypts MP4 with the delivered key, and after re-packaging the old one plays nothing', async () => {
  const { put, run, recipient, read, write } = await machine('cenc')
  await run(VIDEO)
  const whole = await run(`ffmpeg -v error -i input.mp4 ${SUM}`)
  const [secret, next] = [osRandom(16), osRandom(16)]
  const made = await delivered(
    'ffmpeg-cenc',
    { key: aes(128), files: { recipient }, options: {} },
    secret,
  )
  put(made.files)
  for (const { commands } of made.instructions.arrive) {
    assert.notEqual(await run(commands.join('\n')), null)
  }
  assert.ok(
    read('encrypted.mp4').includes(Buffer.from(mediaKeyId(aes(128)), 'hex')),
    'the file tells its key id',
  )
  const play = (file: string, key: Buffer): Promise<string | null> =>
    run(`ffmpeg -v error -decryption_key ${key.toString('hex')} -i ${file} ${SUM}`)
  assert.equal(await play('encrypted.mp4', secret), whole)
  const nextKid = mediaKeyId(aes(128, 2))
  write(`memory/cenc-${nextKid}.hex`, next.toString('hex'))
  const again = commandWith(made.instructions.disable, 'NEXT_KID').replaceAll('NEXT_KID', nextKid)
  assert.notEqual(await run(again), null)
  assert.equal(await play('new.mp4', next), whole)
  assert.notEqual(await play('new.mp4', secret), whole)
  assert.ok(read('new.mp4').includes(Buffer.from(nextKid, 'hex')))
})
