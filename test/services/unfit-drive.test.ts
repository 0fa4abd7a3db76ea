import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, it } from 'node:test'
import { fitToDrive, NOTHING_CHOSEN, type Wanted } from '../../main/services/files/drive-fit.ts'
import { assertRefused, driveOfKind, unfitOf } from './unfit-drives.ts'

// Its driver for FUSE loses what is in a folder that is renamed: what is restored is looked at on others.
describe('a FAT32 drive', () => {
  it('is refused with all that it cannot hold, by kind and name, and nothing is written', () =>
    assertRefused('fat32'))

  it('is told which files are too large for it', async () => {
    const files: readonly Wanted[] = [
      { type: 'file', path: 'fits', size: 2 ** 32 - 1 },
      { type: 'file', path: 'too large', size: 2 ** 32 },
    ]
    const target = path.join(await driveOfKind('fat32'), 'out')
    const { named } = await unfitOf(fitToDrive(target, files, NOTHING_CHOSEN))
    assert.deepEqual(named, { large: ['too large'] })
  })
})
