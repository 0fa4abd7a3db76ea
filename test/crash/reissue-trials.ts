import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { parseKit } from '../../main/core/kit/kit.ts'
import { done, doneJson, planText } from '../cli/command-line.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { checkCeremonyFiles, type Phase, vaultAfter } from './aftermath.ts'
import { chances, type Job, measure } from './jobs.ts'
import { strikeThroughout } from './spread.ts'
import { strike } from './struck-process.ts'

const NEW_PLAN = planText('threshold: 2, custodians: [Ada, Grace, Annie], identity: classic', '')

/** Which quorum is in force, and whether everything of it is there; nothing in between. */
async function phaseAfter(folder: string, old: string): Promise<Phase> {
  const vault = path.join(folder, 'office.vault')
  const out = path.join(folder, 'ceremony')
  const shares = await checkCeremonyFiles(folder)
  const kitFile = path.join(out, 'kit.json')
  const next = await vaultAfter(vault, found => {
    const [other, ...more] = found.quorums.list().filter(quorum => quorum.setId !== old)
    assert.deepEqual(more, [])
    const before = found.quorums.get(old).state
    const replacement = found.replacements.of(old)
    if (other?.state !== 'in-force') {
      assert.deepEqual([before, replacement], ['in-force', null])
      assert.ok(other === undefined || other.state === 'void')
      assert.equal(found.backupKeys.currentOf(old)?.generation, 1)
      if (other !== undefined) assert.deepEqual(found.keys.of(other.setId), [])
      return null
    }
    assert.deepEqual([before, replacement?.replacedBy], ['replaced', other.setId])
    assert.equal(found.backupKeys.currentOf(old), null)
    assert.equal(found.backupKeys.currentOf(other.setId)?.generation, 2)
    assert.equal(found.keys.of(other.setId).length, found.keys.of(old).length)
    const register = found.shareRegister.of(other.setId)
    assert.deepEqual(
      shares,
      register.map(share => share.commitment),
    )
    return other.setId
  })
  if (next === null) {
    assert.ok(!existsSync(kitFile), 'without a closed ceremony there is no kit')
    return existsSync(out) ? 'under way' : 'nothing written'
  }
  const exported = path.join(folder, 'exported.json')
  const export_ = ['kit', 'export', '--vault', vault, '--out', exported]
  assert.equal((await doneJson<{ setId: string }>(export_)).setId, next)
  const kit = parseKit(readFileSync(exported))
  assert.equal(kit.quorum.replaces?.setId, old)
  if (!existsSync(kitFile)) return 'in force'
  assert.equal(parseKit(readFileSync(kitFile)).digest, kit.digest)
  return 'complete'
}

/** The old quorum opens what it opened, and the new one, if it is in force, the same. */
async function checkOpening(office: Office, folder: string, phase: Phase): Promise<void> {
  const recover = (kit: string, out: string, ...opening: readonly string[]) =>
    done(['recover', 'key', 'video-root', '--kit', kit, ...opening, '--out', out])
  const [was, is] = [path.join(folder, 'old.key'), path.join(folder, 'new.key')]
  await recover(office.kit, was, ...office.opening(...[1, 2, 3].map(office.share)))
  if (phase !== 'complete' && phase !== 'in force') return
  const share = (name: string): string => path.join(folder, 'ceremony/shares', name)
  const opening = ['--share', share('01-ada.txt'), share('03-annie.txt')]
  const passphrase = ['--passphrase-file', office.desk.at('new-pass.txt')]
  await recover(path.join(folder, 'exported.json'), is, ...opening, ...passphrase)
  assert.deepEqual(readFileSync(is), readFileSync(was))
}

/** Kills a re-issue at so many moments: it leaves the old quorum in force or the new one. */
export async function killReissue(t: TestContext, kills: number, seed: string): Promise<void> {
  const office = await openOffice('classic', true)
  const { at, write } = office.desk
  t.after(() => office.desk.remove())
  write('new-plan.yaml', NEW_PLAN)
  await done(['passphrase', 'generate', '--out', at('new-pass.txt')])
  const newFolder = (name: string): string => {
    mkdirSync(at(name))
    cpSync(at('office.vault'), path.join(at(name), 'office.vault'))
    return at(name)
  }
  const job: Job = {
    signs: { 'first write': 'ceremony', 'last writes': 'ceremony/.record.json' },
    args: folder => [
      ...['ceremony', 'reissue', at('new-plan.yaml'), '--kit', office.kit, '--no-pdf'],
      ...office.opening(...[1, 3, 5].map(office.share)),
      ...['--new-passphrase-file', at('new-pass.txt'), '--out', path.join(folder, 'ceremony')],
      ...['--vault', path.join(folder, 'office.vault')],
    ],
  }
  const course = await measure({ newFolder }, job)
  const chance = chances(seed)
  const tally = await strikeThroughout(kills, course, chance, async (moment, i) => {
    const folder = newFolder(`trial ${i}`)
    await strike(job.args(folder), folder, job.signs, 'SIGKILL', moment)
    const phase = await phaseAfter(folder, office.founded.setId)
    if (i % 5 === 1) await checkOpening(office, folder, phase)
    rmSync(folder, { recursive: true })
    return phase
  })
  t.diagnostic(JSON.stringify(tally))
}
