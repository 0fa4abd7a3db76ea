import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { done, refused } from '../cli/command-line.ts'
import { contents } from '../cli/tree.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { type Drive, mountDrive } from '../fixtures/drive.ts'
import { type Office, openOffice } from '../fixtures/office.ts'

/**
 * A bundle and a backup in volumes on real drives. To FAT32 they are copied with mtools, since its driver for FUSE loses
 * what is in a folder that is renamed; on exFAT the bundle is made.
 */
describe('a bundle', { concurrency: false }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fat32-'))
  const drives: Drive[] = []
  let office: Office
  before(async () => {
    office = await openOffice('classic', false)
  })
  after(async () => {
    for (const drive of drives) await drive.unmount()
    rmSync(folder, { recursive: true, force: true })
    office.desk.remove()
  })
  const make = (out: string) => [
    ...['bundle', 'make', '--kit', office.kit, '--fingerprint', onCard(office.kit), '--out', out],
    ...['--record', office.desk.at('ceremony/record.json')],
  ]

  it('is made on exFAT, and checked as the drive has it', async () => {
    const drive = await mountDrive('exfat', folder)
    drives.push(drive)
    const bundle = path.join(drive.path, 'bundle')
    await done(make(bundle))
    await done(['bundle', 'check', bundle])
    await drive.again()
    await done(['bundle', 'check', bundle])
    const [document = ''] = readdirSync(bundle).filter(name => name.endsWith('.py'))
    appendFileSync(path.join(bundle, document), '\n')
    await refused(['bundle', 'check', bundle], 5, 'BUNDLE_DIFFERS')
  })

  it('is checked on FAT32, as other systems put it there, and so is a backup in volumes', async () => {
    const bundle = path.join(folder, 'made')
    await done(make(bundle))
    const out = path.join(folder, 'b.age')
    await done([
      'backup',
      'create',
      '--kit',
      office.kit,
      '--out',
      out,
      '--volume-size',
      '100K',
      office.desk.at('office'),
    ])
    const drive = await mountDrive('fat32', folder, image => {
      const names = readdirSync(folder).filter(name => /^b\.age\.\d{3}$/.test(name))
      for (const name of ['made', ...names]) {
        execFileSync('mcopy', ['-s', '-i', image, path.join(folder, name), '::'])
      }
    })
    drives.push(drive)
    assert.deepEqual(
      Object.keys(contents(path.join(drive.path, 'made'))).length,
      Object.keys(contents(bundle)).length,
    )
    await done(['bundle', 'check', path.join(drive.path, 'made')])
    await done(['backup', 'check', path.join(drive.path, 'b.age.001')])
    cpSync(path.join(drive.path, 'made'), path.join(folder, 'back'), { recursive: true })
    await done(['bundle', 'check', path.join(folder, 'back')])
    mkdirSync(path.join(folder, 'x'))
    assert.ok(readFileSync(path.join(drive.path, 'b.age.001')).equals(readFileSync(`${out}.001`)))
  })
})
