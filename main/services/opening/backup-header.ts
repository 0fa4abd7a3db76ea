import { readAgeFile } from '../../core/age/index.ts'
import { type BackupPlace, readJoined } from '../files/index.ts'

/** The age header of a backup, without its payload. @throws AGE_*, FILE_* */
export async function backupHeader(backup: BackupPlace): Promise<Uint8Array> {
  return await readJoined(backup, async source => (await readAgeFile(source)).header)
}
