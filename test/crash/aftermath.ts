import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { openBackup } from '../../main/core/backup/backup.ts'
import type { Piece } from '../../main/core/backup/slab.ts'
import { parseKit } from '../../main/core/kit/kit.ts'
import { readCards } from '../../main/core/share/card.ts'
import { oneBackup, openJoined, readJoined } from '../../main/services/files/index.ts'
import { openSource } from '../../main/services/files/source-tree.ts'
import type { Vault } from '../../main/vault/vault.ts'
import { shareCommitment } from '../../shared/share.ts'
import { done, doneJson } from '../cli/command-line.ts'
import { refusal } from '../core/refusal.ts'
import { withVault } from '../vault/vault-fixture.ts'

/** What must be so after a process was killed in the middle of its work, whatever the moment. */

/** How far the killed process had come. */
export type Phase = 'nothing written' | 'under way' | 'in force' | 'complete'

const TEMPORARY = /^\.[^/]+\.keyclave-part-\d+-[A-Za-z0-9]{6}$/
const VAULT = /^office\.vault(-wal|-shm)?$/

/** What lies in a folder, but for temporary folders that say what they are, and the vault's own files. */
function finalNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter(name => !TEMPORARY.test(name) && !VAULT.test(name))
    .sort()
}

/** The vault as the crash left it, and as the next program finds it; both whole, with a true log. */
export async function vaultAfter<Result>(
  file: string,
  look: (vault: Vault) => Result,
): Promise<Result> {
  await withVault(file, vault => void vault.audit.verify(), { mode: 'read' })
  return await withVault(file, vault => {
    vault.audit.verify()
    assert.equal(vault.ceremonies.current(), null)
    return look(vault)
  })
}

/** Either only the quorum of before is in force, or it and the new one; the new one then is complete. */
export async function afterCeremony(folder: string, before: string): Promise<Phase> {
  const vault = path.join(folder, 'office.vault')
  const kitFile = path.join(folder, 'ceremony/kit.json')
  const shares = await checkCeremonyFiles(folder)
  const kit = existsSync(kitFile) ? parseKit(readFileSync(kitFile)) : null

  const founded = await vaultAfter(vault, found => {
    assert.equal(found.quorums.get(before).state, 'in-force')
    assert.ok(found.shareRegister.of(before).every(share => share.state === 'in-force'))
    const [other, ...more] = found.quorums.list().filter(quorum => quorum.setId !== before)
    assert.deepEqual(more, [])
    if (other?.state !== 'in-force') {
      const ended = found.ceremonies.list().filter(ceremony => ceremony.state === 'void')
      assert.equal(found.ceremonies.list().length, 1 + ended.length)
      assert.ok(other === undefined || other.state === 'void')
      const register = other === undefined ? [] : found.shareRegister.of(other.setId)
      assert.ok(register.every(share => share.state === 'void'))
      assert.deepEqual(other && found.kits.revisionsOf(other.setId), other && [])
      return null
    }
    const register = found.shareRegister.of(other.setId)
    assert.deepEqual(
      register.map(share => share.state),
      Array(other.count).fill('in-force'),
    )
    assert.deepEqual(
      shares,
      register.map(share => share.commitment),
    )
    assert.equal(found.kits.revisionsOf(other.setId).length, 1)
    return { setId: other.setId, digest: found.kits.kitOf(other.setId)?.digest }
  })

  if (founded === null) {
    assert.equal(kit, null, 'without a closed ceremony there is no kit')
    return existsSync(path.join(folder, 'ceremony')) ? 'under way' : 'nothing written'
  }
  if (kit !== null) {
    assert.equal(kit.digest, founded.digest)
    return 'complete'
  }
  const out = path.join(folder, 'exported.json')
  await doneJson(['kit', 'export', '--vault', vault, '--set', founded.setId, '--out', out])
  assert.equal(parseKit(readFileSync(out)).digest, founded.digest)
  return 'in force'
}

/** What a ceremony leaves in its folder. */
const RESULTS = [
  ...['kit.json', 'record.json', 'record.pdf', 'register.pdf', 'recovery-sheet.pdf', 'shares'],
  'recover.html',
]

/** A page is whole from its first line to its last. */
function checkPage(file: string): void {
  const page = readFileSync(file, 'latin1')
  assert.match(page, /^%PDF-[\s\S]*%%EOF\s*$/, file)
}

/** No file is partial under its final name. Returns the commitments of the shares that are there. */
export async function checkCeremonyFiles(folder: string): Promise<readonly string[]> {
  assert.deepEqual(
    finalNames(folder).filter(name => name !== 'ceremony'),
    [],
  )
  const ceremony = path.join(folder, 'ceremony')
  if (!existsSync(ceremony)) return []
  const names = finalNames(ceremony)
  assert.deepEqual(
    names.filter(name => !RESULTS.includes(name)),
    [],
  )
  for (const name of names.filter(it => it.endsWith('.pdf'))) checkPage(path.join(ceremony, name))
  if (names.includes('record.json')) {
    JSON.parse(readFileSync(path.join(ceremony, 'record.json'), 'utf8'))
  }
  if (!names.includes('shares')) return []
  const shares = path.join(ceremony, 'shares')
  const all = finalNames(shares).map(name => path.join(shares, name))
  for (const page of all.filter(it => it.endsWith('.pdf'))) checkPage(page)
  const files = all.filter(it => it.endsWith('.txt'))
  assert.ok(files.every((file, i) => path.basename(file).startsWith(`0${i + 1}-`)))
  const cards = await readCards(files.map(file => readFileSync(file)))
  assert.ok(cards.every(card => card.corrected.length === 0))
  return cards.map(card => Buffer.from(shareCommitment(card.bytes)).toString('hex'))
}

/** Takes everything and keeps nothing: for checking a backup against its own manifest. */
const NOWHERE = {
  directory: async () => {},
  symlink: async () => {},
  file: async () => ({ write: async (piece: Piece) => piece.release(), close: async () => {} }),
}

/** The backup is whole or absent; the catalogue has it or has it not, and never has what is absent. */
export async function afterBackup(folder: string, identity: Uint8Array): Promise<Phase> {
  const names = finalNames(folder)
  const file = path.join(folder, 'records.age')
  assert.deepEqual(names, existsSync(file) ? ['records.age'] : [])
  const catalogued = await vaultAfter(path.join(folder, 'office.vault'), vault =>
    vault.backups.list().filter(backup => backup.fileName === 'records.age'),
  )
  if (!existsSync(file)) {
    assert.deepEqual(catalogued, [])
    return readdirSync(folder).some(name => TEMPORARY.test(name)) ? 'under way' : 'nothing written'
  }
  const source = await openSource(file)
  try {
    await openBackup({ source, identity, sink: NOWHERE, threads: 1 })
  } finally {
    await source.close()
  }
  const [entry] = catalogued
  if (entry === undefined) return 'in force'
  const bytes = readFileSync(file)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  assert.deepEqual({ size: entry.size, sha256: entry.sha256 }, { size: bytes.length, sha256 })
  return 'complete'
}

const VOLUME = /^records\.age\.\d{3}$/
const BESIDE = /^records\.age\.(?:check|par2|vol\d+\+\d+\.par2)$/

/**
 * A backup in volumes is whole, or is known by everybody not to be, because its first volume is missing; the
 * catalogue has it only when its recovery files are there as well.
 */
export async function afterVolumes(folder: string, identity: Uint8Array): Promise<Phase> {
  const names = finalNames(folder)
  const volumes = names.filter(name => VOLUME.test(name)).map(name => path.join(folder, name))
  const beside = names.filter(name => BESIDE.test(name))
  assert.equal(volumes.length + beside.length, names.length, names.join(' '))
  const catalogued = await vaultAfter(path.join(folder, 'office.vault'), vault =>
    vault.backups.list().filter(backup => backup.fileName === 'records.age'),
  )
  const [named] = volumes
  if (named === undefined) {
    assert.deepEqual([names, catalogued], [[], []])
    return readdirSync(folder).some(name => TEMPORARY.test(name)) ? 'under way' : 'nothing written'
  }
  const backup = await oneBackup([named])
  if (!named.endsWith('.001')) {
    assert.deepEqual([beside, catalogued], [[], []])
    const missing = refusal('FILE_VOLUME', { path: path.join(folder, 'records.age.001') })
    await assert.rejects(openJoined(backup, { gaps: false }), missing)
    return 'in force'
  }
  await readJoined(backup, source =>
    openBackup({ source, identity, sink: NOWHERE, threads: 1 }).then(() => undefined),
  )
  const [entry] = catalogued
  if (entry === undefined) return 'in force'
  const bytes = Buffer.concat(volumes.map(file => readFileSync(file)))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  assert.deepEqual({ size: entry.size, sha256: entry.sha256 }, { size: bytes.length, sha256 })
  const said = await done(['backup', 'check', named])
  assert.match(said, /blocks are as .* says[\s\S]*slices are as the recovery files say/)
  return 'complete'
}
