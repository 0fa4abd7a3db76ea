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

/** One file for each version: several are open at once where media get several keys, or the next one. */
const cencKey = (kid: string): string => `cenc-${kid}.hex`
/** In place of the key id of the version that follows: it is not known yet. */
const NEXT_KID = 'NEXT_KID'

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
  wrap: ({ envelope, ending }, key) => ({
    parts: [
      {
        name: `${cencKey(mediaKeyId(key))}${ending}`,
        content: { form: 'hex', before: '', after: '\n' },
        envelope,
      },
    ],
    values: [{ value: 'check-values' }],
  }),
  files: (_, wrapped) =>
    Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
  instructions: (target, _, key) => {
    const input = target.given.input ?? 'input.mp4'
    const kid = mediaKeyId(key)
    const from = (id: string): string => `"$(cat ${MEMORY}/${cencKey(id)})"`
    return {
      prepare: [step('cenc-alone', {})],
      arrive: [
        opened(target, cencKey(kid)),
        step(
          'cenc-ffmpeg',
          { kid },
          `ffmpeg -i ${input} -c copy -encryption_scheme cenc-aes-ctr -encryption_kid ${kid} -encryption_key ${from(kid)} encrypted.mp4`,
        ),
      ],
      proof: [
        step(
          'cenc-proof',
          { kid },
          `ffmpeg -v error -decryption_key ${from(kid)} -i encrypted.mp4 -f md5 -`,
          command('ffmpeg', ['-v', 'error'], ['-i', input], ['-f', 'md5'], '-'),
        ),
        cleared(cencKey(kid)),
      ],
      watch: [step('cenc-watch', {})],
      disable: [
        step(
          'cenc-again-ffmpeg',
          {},
          `ffmpeg -decryption_key ${from(kid)} -i encrypted.mp4 -c copy -encryption_scheme cenc-aes-ctr -encryption_kid ${NEXT_KID} -encryption_key ${from(NEXT_KID)} new.mp4`,
        ),
      ],
    }
  },
})

const shakaFlags = (kid: string): string => `shaka-${kid}.flags`

interface Stream {
  readonly from: string
  readonly to: string
  /** Of the key that it gets; empty: the one that has none. */
  readonly label: string
}

/** The packager with a flag file: picture and sound of an MP4 each, with manifests for DASH and HLS. */
const packaged = (
  flags: string,
  streams: { readonly video: Stream; readonly audio: Stream },
  manifests: { readonly dash: string; readonly hls: string },
): string =>
  command(
    'packager',
    `--flagfile=${MEMORY}/${flags}`,
    ...Object.entries(streams).map(
      ([stream, { from, to, label }]) =>
        `in=${from},stream=${stream},output=${to}${label === '' ? '' : `,drm_label=${label}`}`,
    ),
    ['--mpd_output', manifests.dash],
    ['--hls_master_playlist_output', manifests.hls],
  )

/**
 * A flag file with the keys of others, made in memory: of a flag that is there twice the packager takes the last
 * alone. `printf` is of the shell itself, so that no key is in the process list.
 */
const joined = (flags: readonly string[], keys: string, to: string): readonly string[] => [
  'umask 077',
  `printf '%s\\n' ${flags.join(' ')} --clear_lead=0 "--keys=${keys}" > ${MEMORY}/${to}`,
]
const ENCRYPT = '--enable_raw_key_encryption'

export const shakaCenc = define<Media>({
  ...{ id: 'shaka-cenc', asks: CENC_ASKS, form: 'sealed', accepts: AES_128 },
  preflight: cencOf('shaka-cenc'),
  called: (_, key) => mediaKeyId(key),
  wrap: ({ envelope, ending, given }, key) => ({
    parts: [
      {
        name: `${shakaFlags(mediaKeyId(key))}${ending}`,
        content: {
          form: 'hex',
          before: `${ENCRYPT}\n--clear_lead=0\n--keys=label=${given.label ?? ''}:key_id=${mediaKeyId(key)}:key=`,
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
    const kid = mediaKeyId(key)
    const flags = shakaFlags(kid)
    const streams = (audio: string) => ({
      video: { from: input, to: 'video.mp4', label },
      audio: { from: input, to: 'audio.mp4', label: audio },
    })
    const manifests = { dash: 'manifest.mpd', hls: 'master.m3u8' }
    const keysOf = (file: string, renamed: string): string =>
      `$(sed -n 's/^--keys=label=[^:]*/label=${renamed}/p' ${MEMORY}/${file})`
    const several = step(
      'cenc-shaka-several',
      { label },
      ...joined(
        [ENCRYPT],
        `$(sed -n 's/^--keys=//p' ${MEMORY}/${shakaFlags('*')} | paste -s -d ,)`,
        'several.flags',
      ),
      packaged('several.flags', streams('OTHER'), manifests),
      command('shred', '-u', `${MEMORY}/several.flags`),
    )
    return {
      // Without a label a key is for everything that has none.
      prepare: label === '' ? [] : [several],
      arrive: [
        opened(target, flags),
        step('cenc-shaka', { kid }, packaged(flags, streams(label), manifests)),
      ],
      proof: [
        step(
          'cenc-shaka-proof',
          { kid },
          command('packager', 'in=video.mp4', '--dump_stream_info'),
          command('grep', 'default_KID', 'manifest.mpd'),
        ),
        cleared(flags),
      ],
      watch: [step('cenc-watch', {})],
      disable: [
        step(
          'cenc-again-shaka',
          {},
          ...joined(
            ['--enable_raw_key_decryption', ENCRYPT],
            `${keysOf(flags, 'OLD')},${keysOf(shakaFlags(NEXT_KID), 'NEXT')}`,
            'both.flags',
          ),
          packaged(
            'both.flags',
            {
              video: { from: 'video.mp4', to: 'video.new.mp4', label: 'NEXT' },
              audio: { from: 'audio.mp4', to: 'audio.new.mp4', label: 'NEXT' },
            },
            { dash: 'manifest.new.mpd', hls: 'master.new.m3u8' },
          ),
          command('shred', '-u', `${MEMORY}/both.flags`),
        ),
      ],
    }
  },
})
