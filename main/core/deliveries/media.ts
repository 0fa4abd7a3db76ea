import { Buffer } from 'node:buffer'
import { step } from '../../../shared/delivery-steps.ts'
import { taggedTextHash } from '../bytes/index.ts'
import { type Asked, type Given, readAsked, said } from './asked.ts'
import { define } from './define.ts'
import type { DeliveredKey } from './destination.ts'
import { cleared, MEMORY, opened, SEALED_ASKS, type Sealing, sealingOf } from './sealed-to.ts'
import { command } from './shell.ts'

/** Video: HLS with AES-128 by FFmpeg, common encryption (ISO/IEC 23001-7) by FFmpeg and by Shaka Packager. */

const AES_128 = { bits: [128], bytes: [], rsa: [] } as const

/**
 * The key id that a file carries in its `tenc` box, 32 hex digits: from id and version, so that a file names the
 * version it is under and says nothing of the key (FORMAT: Key id of media).
 */
export const mediaKeyId = ({ id, version }: Pick<DeliveredKey, 'id' | 'version'>): string =>
  taggedTextHash('keyclave/v1 media key id', `${id}@${version}`).slice(0, 32)

interface Media extends Sealing {
  readonly given: Given
}

const HLS_ASKS: Asked = {
  files: SEALED_ASKS.files,
  options: {
    ...SEALED_ASKS.options,
    uri: { form: 'uri', required: true },
    input: { form: 'file-path' },
  },
}
const HLS_KEY = 'hls.key'

interface Hls extends Media {
  /** 32 hex digits, public: without one FFmpeg uses the number of the segment, from 0. */
  readonly iv: string
}

/** FFmpeg takes 17, 24 or 32 bytes as well and uses the first 16 without a word. */
export const ffmpegHls = define<Hls>({
  ...{ id: 'ffmpeg-hls', asks: HLS_ASKS, form: 'sealed', accepts: AES_128 },
  preflight: request => {
    const given = readAsked('ffmpeg-hls', HLS_ASKS, request.files, request.options)
    const iv = request.random(16).toString('hex')
    return { ...sealingOf('ffmpeg-hls', given, request), given, iv }
  },
  called: ({ given }) => said(given, 'uri'),
  wrap: ({ envelope, ending }) => ({
    parts: [{ name: `${HLS_KEY}${ending}`, content: { form: 'raw' }, envelope }],
    values: [{ value: 'check-values' }],
  }),
  files: ({ given, iv }, wrapped) => [
    ...Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
    {
      name: 'hls.keyinfo',
      bytes: Buffer.from(`${said(given, 'uri')}\n${MEMORY}/${HLS_KEY}\n${iv}\n`),
    },
  ],
  instructions: target => {
    const input = target.given.input ?? 'input.mp4'
    return {
      prepare: [step('hls-uri', { uri: said(target.given, 'uri') })],
      arrive: [
        opened(target, HLS_KEY),
        step(
          'hls-encrypt',
          { iv: target.iv },
          command(
            'ffmpeg',
            ['-i', input],
            ['-c', 'copy'],
            ['-hls_time', '6'],
            ['-hls_playlist_type', 'vod'],
            ['-hls_key_info_file', 'hls.keyinfo'],
            'out.m3u8',
          ),
        ),
      ],
      proof: [step('hls-proof', {}, command('grep', 'EXT-X-KEY', 'out.m3u8')), cleared(HLS_KEY)],
      watch: [step('hls-watch', { uri: said(target.given, 'uri') })],
      disable: [step('hls-disable', {})],
    }
  },
})

const CENC_ASKS: Asked = {
  files: SEALED_ASKS.files,
  options: { ...SEALED_ASKS.options, input: { form: 'file-path' }, label: { form: 'name' } },
}
const CENC_KEY = 'cenc.hex'

const cencOf =
  (id: 'ffmpeg-cenc' | 'shaka-cenc') =>
  (request: Parameters<typeof sealingOf>[2]): Media => {
    const given = readAsked(id, CENC_ASKS, request.files, request.options)
    const sealing = sealingOf(id, given, request)
    const notices =
      id === 'ffmpeg-cenc' ? [...sealing.notices, 'key-in-process-list' as const] : sealing.notices
    return { ...sealing, notices, given }
  }

export const ffmpegCenc = define<Media>({
  ...{ id: 'ffmpeg-cenc', asks: CENC_ASKS, form: 'sealed', accepts: AES_128 },
  preflight: cencOf('ffmpeg-cenc'),
  called: (_, key) => mediaKeyId(key),
  wrap: ({ envelope, ending }) => ({
    parts: [
      { name: `${CENC_KEY}${ending}`, content: { form: 'hex', before: '', after: '\n' }, envelope },
    ],
    values: [{ value: 'check-values' }],
  }),
  files: (_, wrapped) =>
    Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
  instructions: (target, _, key) => {
    const input = target.given.input ?? 'input.mp4'
    const kid = mediaKeyId(key)
    const from = `"$(cat ${MEMORY}/${CENC_KEY})"`
    return {
      prepare: [step('cenc-alone', {})],
      arrive: [
        opened(target, CENC_KEY),
        step(
          'cenc-ffmpeg',
          { kid },
          `ffmpeg -i ${input} -c copy -encryption_scheme cenc-aes-ctr -encryption_kid ${kid} -encryption_key ${from} encrypted.mp4`,
        ),
      ],
      proof: [
        step(
          'cenc-proof',
          { kid },
          `ffmpeg -v error -decryption_key ${from} -i encrypted.mp4 -f md5 -`,
          command('ffmpeg', ['-v', 'error'], ['-i', input], ['-f', 'md5'], '-'),
        ),
        cleared(CENC_KEY),
      ],
      watch: [step('cenc-watch', {})],
      disable: [
        step(
          'cenc-again-ffmpeg',
          {},
          `ffmpeg -decryption_key "$(cat ${MEMORY}/old.hex)" -i old.mp4 -c copy -encryption_scheme cenc-aes-ctr -encryption_kid NEXT_KID -encryption_key "$(cat ${MEMORY}/next.hex)" new.mp4`,
        ),
      ],
    }
  },
})

const FLAGS = 'shaka.flags'

export const shakaCenc = define<Media>({
  ...{ id: 'shaka-cenc', asks: CENC_ASKS, form: 'sealed', accepts: AES_128 },
  preflight: cencOf('shaka-cenc'),
  called: (_, key) => mediaKeyId(key),
  wrap: ({ envelope, ending, given }, key) => ({
    parts: [
      {
        name: `${FLAGS}${ending}`,
        content: {
          form: 'hex',
          before: `--enable_raw_key_encryption\n--clear_lead=0\n--keys=label=${given.label ?? ''}:key_id=${mediaKeyId(key)}:key=`,
          after: '\n',
        },
        envelope,
      },
    ],
    values: [{ value: 'check-values' }],
  }),
  files: (_, wrapped) =>
    Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
  instructions: (target, _, key) => {
    const input = target.given.input ?? 'input.mp4'
    const label = target.given.label ?? ''
    const drm = label === '' ? '' : `,drm_label=${label}`
    const flags = `--flagfile=${MEMORY}/${FLAGS}`
    const streams = ['video', 'audio'].map(
      stream => `in=${input},stream=${stream},output=${stream}.mp4${drm}`,
    )
    return {
      prepare: [],
      arrive: [
        opened(target, FLAGS),
        step(
          'cenc-shaka',
          { kid: mediaKeyId(key) },
          command(
            'packager',
            flags,
            ...streams,
            ['--mpd_output', 'manifest.mpd'],
            ['--hls_master_playlist_output', 'master.m3u8'],
          ),
        ),
      ],
      proof: [
        step(
          'cenc-shaka-proof',
          { kid: mediaKeyId(key) },
          command('packager', 'in=video.mp4', '--dump_stream_info'),
          command('grep', 'default_KID', 'manifest.mpd'),
        ),
        cleared(FLAGS),
      ],
      watch: [step('cenc-watch', {})],
      disable: [
        step(
          'cenc-again-shaka',
          {},
          command(
            'packager',
            '--enable_raw_key_decryption',
            `--flagfile=${MEMORY}/both.flags`,
            `in=video.mp4,stream=video,output=video.new.mp4,drm_label=${label === '' ? 'NEXT' : label}`,
          ),
        ),
      ],
    }
  },
})
