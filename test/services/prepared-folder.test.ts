/** A folder that is written, read back from its drive, and named: what a bundle is written by. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { hashOnDrive } from '../../main/services/files/hash-on-drive.ts'
import { type FolderFile, prepareFolder } from '../../main/services/files/prepared-folder.ts'
import { refusal } from '../core/refusal.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const file = (name: string, bytes: Buffer): FolderFile => ({ name, bytes, sha256: sha256(bytes) })

/** On the drive of the project, which a file system in memory is not. */
function folderOf(context: TestContext, parent: string): string {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(path.join(parent, 'keyclave-folder-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const ON_DISK = path.join(import.meta.dirname, '../../node_modules/.cache')

for (const parent of [ON_DISK, tmpdir(), '/dev/shm']) {
  test(`a file is hashed as it lies in ${path.basename(parent)}, whatever its length`, async context => {
    const folder = folderOf(context, parent)
    for (const length of [0, 1, 511, 4095, 4096, 4097, 1024 * 1024, 2 * 1024 * 1024 + 513]) {
      const bytes = randomBytes(length)
      const at = path.join(folder, String(length))
      writeFileSync(at, bytes)
      assert.equal(await hashOnDrive(at), sha256(bytes), String(length))
    }
    await assert.rejects(hashOnDrive(path.join(folder, 'none')), refusal('FILE_MISSING'))
  })
}

test('a folder has its name when every file was read back, and everybody may read it', async context => {
  const folder = folderOf(context, tmpdir())
  const target = path.join(folder, 'bundle')
  const package_ = path.join(folder, 'package.deb')
  writeFileSync(package_, randomBytes(3_000_000))
  const copy = { name: 'a.deb', copyOf: package_, sha256: sha256(readFileSync(package_)) }
  const files = [file('kit.json', Buffer.from('kit')), file('empty', Buffer.alloc(0)), copy]
  const prepared = await prepareFolder(target, files)
  assert.ok(!readdirSync(folder).includes('bundle'))
  await prepared.readBack()
  await prepared.publish()
  assert.deepEqual(readdirSync(folder).toSorted(), ['bundle', 'package.deb'])
  assert.deepEqual(readdirSync(target).toSorted(), ['a.deb', 'empty', 'kit.json'])
  assert.ok(readFileSync(path.join(target, 'a.deb')).equals(readFileSync(package_)))
  assert.equal(statSync(target).mode & 0o777, 0o755)
  assert.equal(statSync(path.join(target, 'kit.json')).mode & 0o444, 0o444)
  await assert.rejects(prepareFolder(target, files), refusal('FILE_EXISTS', { path: target }))
})

test('a drive that gives back another file, or less of it, is named with the file', async context => {
  const folder = folderOf(context, tmpdir())
  const target = path.join(folder, 'bundle')
  const files = [file('kit.json', Buffer.from('the kit')), file('recover.html', randomBytes(9000))]
  const lies: readonly ((at: string) => void)[] = [
    at => writeFileSync(at, randomBytes(9000)),
    at => truncateSync(at, 8999),
    at => truncateSync(at, 0),
  ]
  for (const lie of lies) {
    const prepared = await prepareFolder(target, files)
    const [hidden = ''] = readdirSync(folder)
    lie(path.join(folder, hidden, 'recover.html'))
    const named = { path: path.join(target, 'recover.html') }
    await assert.rejects(prepared.readBack(), refusal('DRIVE_UNTRUE', named))
    assert.deepEqual(await prepared.discard(), [])
    assert.deepEqual(readdirSync(folder), [], 'nothing is left')
  }
})

test('a name that is taken meanwhile is not overwritten, not even an empty folder', async context => {
  const folder = folderOf(context, tmpdir())
  const target = path.join(folder, 'bundle')
  const prepared = await prepareFolder(target, [file('kit.json', Buffer.from('kit'))])
  mkdirSync(target)
  await assert.rejects(prepared.publish(), refusal('FILE_EXISTS', { path: target }))
  assert.deepEqual(readdirSync(folder), ['bundle'])
  assert.deepEqual(readdirSync(target), [])
})

test('what is copied is the file that was hashed, or it is refused and nothing is left', async context => {
  const folder = folderOf(context, tmpdir())
  const source = path.join(folder, 'package.deb')
  writeFileSync(source, 'one')
  const copy = { name: 'package.deb', copyOf: source, sha256: sha256(Buffer.from('another')) }
  const made = prepareFolder(path.join(folder, 'bundle'), [copy])
  await assert.rejects(made, refusal('BUNDLE_SOURCE', { path: source }))
  assert.deepEqual(readdirSync(folder), ['package.deb'])
})
