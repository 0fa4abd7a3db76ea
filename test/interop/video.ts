/** Two seconds of video with sound, and the programs that package and play it. */
import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import type { machine } from './connected-machine.ts'

type Machine = Awaited<ReturnType<typeof machine>>

const MAKE =
  'ffmpeg -v error -f lavfi -i testsrc=size=128x96:rate=12:duration=2 -f lavfi -i sine=duration=2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac input.mp4'

/** `input.mp4`, 128 × 96, 24 pictures. */
export async function makeVideo({ run }: Machine): Promise<void> {
  assert.notEqual(await run(MAKE), null)
}

/** The sum of what FFmpeg decodes of a stream: pictures (`v`) or sound (`a`); null where it refuses. */
export const sumOf = (
  { run }: Machine,
  file: string,
  key?: Buffer,
  stream: 'v' | 'a' = 'v',
): Promise<string | null> =>
  run(
    `ffmpeg -v error ${key === undefined ? '' : `-decryption_key ${key.toString('hex')} `}-i ${file} -map 0:${stream} -f md5 -`,
  )

/** Shaka Packager of its npm package, as `packager` on the PATH of the machine. */
export function withPackager({ folder }: Machine): NodeJS.ProcessEnv {
  const programs = path.join(path.dirname(folder), `${path.basename(folder)}-programs`)
  mkdirSync(programs)
  const binary = path.resolve(
    import.meta.dirname,
    `../../node_modules/shaka-packager/bin/packager-linux-${process.arch}`,
  )
  symlinkSync(binary, path.join(programs, 'packager'))
  return { PATH: `${programs}:${process.env.PATH}` }
}
