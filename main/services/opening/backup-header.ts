import { readAgeFile } from '../../core/age/index.ts'
import { openSource } from '../files/index.ts'

/** The age header of a backup, without its payload. @throws AGE_*, FILE_* */
export async function backupHeader(file: string): Promise<Uint8Array> {
  const source = await openSource(file)
  try {
    return (await readAgeFile(source)).header
  } finally {
    await source.close()
  }
}
