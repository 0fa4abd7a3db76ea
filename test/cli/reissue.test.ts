import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { parseKit } from '../../main/core/kit/kit.ts'
import { type Founded, type Office, openOffice, SEED } from '../fixtures/office.ts'
import { done, doneJson, planText, refused } from './command-line.ts'
import { snapshot } from './tree.ts'

/** A custodian leaves: the quorum is replaced from the command line, and rehearsed. */

const NEW_PLAN = planText(
  'threshold: 2, custodians: [Ada, Grace Hopper, Katherine], identity: hybrid',
  'keys: [{ label: new-root, bits: 256, purpose: what comes }]',
)

interface Reissued extends Founded {
  readonly replaced: { readonly setId: string; readonly stillOpens: string; readonly toDo: string }
}

describe('a quorum is replaced', { concurrency: false }, () => {
  let office: Office
  let next: Reissued
  const at = (name: string): string => office.desk.at(name)
  const oldShares = (...numbers: readonly number[]) => office.opening(...numbers.map(office.share))
  const newShares = (...names: readonly string[]): readonly string[] => [
    ...['--share', ...names.map(name => at(`reissue/shares/${name}.txt`))],
    ...['--passphrase-file', at('new-pass.txt')],
  ]
  const reissue = (plan: string, out: string, ...rest: readonly string[]): readonly string[] => [
    ...['ceremony', 'reissue', at(plan), '--kit', office.kit, '--no-pdf'],
    ...['--new-passphrase-file', at('new-pass.txt'), '--out', at(out), ...rest],
  ]

  before(async () => {
    office = await openOffice('classic', true)
    office.desk.write('new-plan.yaml', NEW_PLAN)
    await done(['passphrase', 'generate', '--out', at('new-pass.txt')])
  })
  after(() => office.desk.remove())

  it('not by a plan that is for another quorum, or makes a key that is there', async () => {
    office.desk.write('other.yaml', `${NEW_PLAN}\nreplaces: "0011223344"\n`)
    await refused(reissue('other.yaml', 'x', ...oldShares(1, 2, 3)), 2, 'REISSUE_PLAN')
    office.desk.write('taken.yaml', NEW_PLAN.replace('new-root', 'VIDEO-root'))
    const sentence = await refused(
      reissue('taken.yaml', 'x', ...oldShares(1, 2, 3)),
      2,
      'KEY_EXISTS',
    )
    assert.match(sentence, /VIDEO-root/)
    office.desk.write('bare.yaml', `${NEW_PLAN}\nreplaces: "${office.founded.setId}"\n`)
    const run = ['ceremony', 'run', at('bare.yaml'), '--passphrase-file', at('new-pass.txt')]
    await refused([...run, '--out', at('x'), '--no-pdf'], 2, 'REISSUE_PLAN')
    assert.ok(!existsSync(at('x')))
  })

  it('not with too few shares or another passphrase, and the vault says that it was void', async () => {
    const few = reissue('new-plan.yaml', 'few', ...oldShares(1, 2), ...office.vault)
    await refused(few, 3, 'QUORUM_SHORT')
    const wrong = [...oldShares(1, 2, 3).slice(0, -1), at('new-pass.txt'), ...office.vault]
    await refused(reissue('new-plan.yaml', 'wrong', ...wrong), 4, 'PASSPHRASE_WRONG')
    assert.ok(!existsSync(at('few')) && !existsSync(at('wrong')))
  })

  it('by shares and passphrase, and the answer says what the old cards still open', async () => {
    next = await doneJson<Reissued>(
      reissue('new-plan.yaml', 'reissue', ...oldShares(2, 3, 5), ...office.vault),
    )
    assert.notEqual(next.setId, office.founded.setId)
    assert.equal(next.replaced.setId, office.founded.setId)
    assert.match(next.replaced.stillOpens, /Any 3 of the 5 old cards .* still open everything/)
    assert.match(
      next.replaced.stillOpens,
      /\(video-root@1, archive-root@1, signing seed@1; backup key 1\)/,
    )
    assert.match(next.replaced.toDo, /Collect and destroy the cards .* 3 Катерина/)
    const kit = parseKit(readFileSync(at('reissue/kit.json')))
    assert.equal(kit.quorum.replaces?.setId, office.founded.setId)
    assert.deepEqual(
      kit.keys.map(key => key.label),
      ['video-root', 'archive-root', 'signing seed', 'new-root'],
    )
    const record = readFileSync(at('reissue/record.json'), 'utf8')
    assert.match(record, /old quorum opened/)
    assert.match(record, /still open everything that was sealed until now/)
    await done(['audit', 'verify', ...office.vault])

    // Nobody signed it, so what is checked is no more than that its parts fit together.
    const edited = office.desk.write(
      'edited.json',
      record.replace(/keyclave \d[\d.]*/, 'keyclave 9.9.9'),
    )
    assert.notEqual(readFileSync(edited, 'utf8'), record)
    const verified = await done(['record', 'verify', edited])
    assert.match(
      verified,
      /parts .* fit together\. Nobody signed it .* by itself it proves nothing/,
    )
    assert.doesNotMatch(verified, /whole/)
  })

  it('and then opens with the new cards what the old ones opened, to the byte', async () => {
    const kit = ['--kit', at('reissue/kit.json')]
    const two = newShares('01-ada', '03-katherine')
    await done(['recover', 'key', 'signing seed', ...kit, ...two, '--out', at('seed.new')])
    assert.deepEqual(readFileSync(at('seed.new')), SEED)
    await done(['recover', 'key', 'video-root', ...kit, ...two, '--out', at('video.new')])
    const old = ['--kit', office.kit, ...oldShares(1, 2, 3)]
    await done(['recover', 'key', 'video-root', ...old, '--out', at('video.old')])
    assert.deepEqual(readFileSync(at('video.new')), readFileSync(at('video.old')))
    // A backup of before, by the backup key that was sealed again; shares alone open none of those.
    const backup = ['recover', 'backup', office.backup]
    await done([...backup, ...kit, ...two, '--out', at('restored')])
    assert.deepEqual(snapshot(at('restored/office')), snapshot(at('office')))
    await refused([...backup, ...two, '--out', at('no')], 4, 'PASSPHRASE_WRONG')
  })

  it('and no card of one opens the other', async () => {
    const mixed = ['--share', office.share(1), at('reissue/shares/01-ada.txt')]
    const rest = ['--passphrase-file', at('new-pass.txt'), '--out', at('no')]
    const recover = ['recover', 'key', 'video-root']
    await refused(
      [...recover, '--kit', at('reissue/kit.json'), ...mixed, ...rest],
      2,
      'SHARE_FOREIGN',
    )
    await refused([...recover, '--kit', office.kit, ...mixed, ...rest], 2, 'SHARE_FOREIGN')
    const both = newShares('01-ada', '02-grace-hopper')
    const oldPass = [...both.slice(0, -1), at('pass.txt')]
    const opened = [...recover, '--kit', at('reissue/kit.json'), ...oldPass, '--out', at('no')]
    await refused(opened, 4, 'PASSPHRASE_WRONG')
  })

  it('and the vault lets nothing more be done for the old one', async () => {
    const backup = ['backup', 'create', '--kit', office.kit, '--out', at('late.age')]
    const sentence = await refused(
      [...backup, ...office.vault, at('notes.txt')],
      2,
      'QUORUM_REPLACED',
    )
    assert.ok(sentence.includes(`replaced by quorum ${next.setId}`))
    const again = reissue('new-plan.yaml', 'again', ...oldShares(1, 2, 3), ...office.vault)
    await refused(again, 2, 'QUORUM_REPLACED')
    const drill = ['drill', '--kit', office.kit, ...oldShares(1, 2, 3), ...office.vault]
    await refused(drill, 2, 'QUORUM_REPLACED')
    const out = ['--out', at('exported.json')]
    const { setId } = await doneJson<{ setId: string }>(['kit', 'export', ...office.vault, ...out])
    assert.equal(setId, next.setId)
  })

  it('and a drill proves the new one, and opens nothing', async () => {
    const kit = at('reissue/kit.json')
    const drill = ['drill', '--kit', kit, ...newShares('01-ada', '02-grace-hopper')]
    const unrecorded = await done(drill)
    assert.match(unrecorded, /\(6 items\)[\s\S]*Nothing was taken out\.\nNot recorded/)
    await refused([...drill, '--backup', office.backup, ...office.vault], 2, 'DRILL_BACKUP')
    await done(['backup', 'create', '--kit', kit, '--out', at('new.age'), at('notes.txt')])
    const held = await doneJson<{ items: number; backup: boolean; next: string }>([
      ...[...drill, '--backup', at('new.age'), ...office.vault],
    ])
    assert.deepEqual([held.items, held.backup], [6, true])
    assert.match(held.next, /^\d{4}-\d{2}-\d{2}$/)
    await done(['drill', 'interval', '6', ...office.vault])
    await refused(['drill', 'interval', '61', ...office.vault], 2, 'DRILL_INTERVAL')
    await done(['audit', 'verify', ...office.vault])
  })
})
