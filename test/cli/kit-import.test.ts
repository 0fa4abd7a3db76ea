import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { osRandom } from '../../main/core/bytes/random.ts'
import { type Kit, parseKit } from '../../main/core/kit/index.ts'
import { judgeImport } from '../../main/services/kits/import-kit.ts'
import { openReference, type VaultReference } from '../../main/services/vaults/index.ts'
import { vaultOpener } from '../../main/services/vaults/vaults.ts'
import { refusal } from '../core/refusal.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { openWindow } from '../services/window.ts'
import { done, doneJson, keyclave, planText, refused } from './command-line.ts'

/** A ceremony was held without a vault: its kit is imported into one, and everything works from then on. */

interface Info {
  readonly quorums: readonly { readonly setId: string; readonly state: string }[]
  readonly keys: readonly { readonly label: string }[]
  readonly log: { readonly size: number }
}

describe('a ceremony without a vault', { concurrency: false }, () => {
  let office: Office
  const at = (name: string): string => office.desk.at(name)
  const vault = (): readonly string[] => ['--vault', at('own.vault')]
  const shares = () => office.opening(...[1, 2, 3].map(office.share))
  const info = () => doneJson<Info>(['vault', 'info', ...vault()])

  before(async () => {
    office = await openOffice('classic', false)
  })
  after(() => office.desk.remove())

  it('is imported by the fingerprint on a card, into a vault that is made for it or there', async () => {
    const take = ['kit', 'import', office.kit, ...vault()]
    await refused(take, 6, 'VAULT_MISSING')
    await refused([...take, '--new', '--fingerprint', '00000000'], 5, 'KIT_FINGERPRINT')
    assert.ok(!existsSync(at('own.vault')), 'nothing is left of it')
    const said = await done([...take, '--new', '--fingerprint', onCard(office.kit)])
    assert.match(said, new RegExp(office.founded.setId))
    await refused(take, 2, 'KIT_KNOWN')
    await refused([...take, '--new'], 6, 'FILE_EXISTS')
  })

  it('is not imported where a key of it was destroyed', async context => {
    const window = openWindow(context)
    await window.call('vault.create', { path: at('destroyed.vault') })
    await window.call('vault.close', {})
    const kit = parseKit(readFileSync(office.kit))
    const [{ id, label, version }] = kit.keys as [Kit['keys'][number]]
    const opener = vaultOpener({ now: () => new Date(), random: osRandom })
    const vault = openReference(await opener(at('destroyed.vault'), 'write'))
    // As a vault says it in which this very key was destroyed under another quorum.
    const events = {
      of: (key: string, of: number) => (key === id && of === version ? [{ to: 'destroyed' }] : []),
    }
    const here: VaultReference = {
      ...vault,
      use: (mode, use) =>
        vault.use(mode, opened => use(Object.create(opened, { keyEvents: { value: events } }))),
    }
    const judged = judgeImport(kit, { given: onCard(office.kit), ask: null }, here)
    const { setId } = office.founded
    await assert.rejects(judged, refusal('KIT_HOLDS_DESTROYED', { setId, label, version }))
  })

  it('is imported in the window, which says how the file is spelled and what proves what is in it', async context => {
    const spelled = JSON.stringify(JSON.parse(readFileSync(office.kit, 'utf8')), null, 1)
    const path = office.desk.write('reformatted.json', spelled)
    const { call, refused: refuses } = openWindow(context)
    await refuses('kit.import', { kit: { kind: 'file', path } }, 'VAULT_CLOSED')
    await call('vault.create', { path: at('window.vault') })
    const facts = await call('kit.inspect', { kit: { kind: 'file', path } })
    assert.deepEqual([facts.reformatted, facts.vouchedBy], [true, null])
    assert.deepEqual(
      facts.proofs.map(({ proof }) => proof.by),
      ['founding', 'founding', 'founding', 'founding'],
    )
    const wrong = { kind: 'file', path, fingerprint: '00000000' } as const
    await refuses('kit.checkImport', { kit: wrong }, 'KIT_FINGERPRINT')
    await refuses('kit.import', { kit: wrong }, 'KIT_FINGERPRINT')
    const kit = { kind: 'file', path, fingerprint: onCard(path) } as const
    const { setId } = office.founded
    assert.deepEqual((await call('kit.import', { kit })).setId, setId)
    await refuses('kit.checkImport', { kit }, 'KIT_KNOWN')
    const { quorums, keys } = await call('vault.overview', {})
    assert.deepEqual([quorums[0]?.state, keys.length], ['in-force', office.founded.keys.length])
    assert.equal((await call('kit.inspect', { kit })).vouchedBy, 'log')
    await call('vault.open', { path: at('window.vault'), readOnly: true })
    await refuses('kit.import', { kit }, 'KIT_KNOWN')
    await call('audit.verify', {})

    const text = await done(['kit', 'inspect', path])
    assert.match(text, /Another program has reformatted this file/)
    assert.match(
      text,
      /^Backup key 1: made at the founding; the fingerprint on the cards covers it$/m,
    )
  })

  it('is in the log and in every table that follows from it', async () => {
    await done(['audit', 'verify', ...vault()])
    const { quorums, keys } = await info()
    assert.deepEqual(
      quorums.map(({ setId, state }) => [setId, state]),
      [[office.founded.setId, 'in-force']],
    )
    assert.deepEqual(
      keys.map(({ label }) => label).sort(),
      office.founded.keys.map(({ label }) => label).sort(),
    )
    assert.match(await done(['vault', 'info', ...vault()]), /Share 1 +Ada +\(in force\)/)
    // Its page says where it came from; a kit alone says what it cannot know.
    const page = await done(['quorum', 'show', ...vault()])
    assert.match(page, /Card 1 +Ada; place not noted; last looked at/)
    assert.match(page, /: its kit came in\)/)
    const alone = await done(['quorum', 'show', '--kit', office.kit])
    assert.match(alone, /Card 1 +Ada\n[\s\S]*A kit does not know:/)
    await refused(['quorum', 'show', 'Nobody', ...vault()], 2, 'VAULT_UNKNOWN')
    await done(['kit', 'export', ...vault(), '--out', at('again.json')])
  })

  it('and drill, check of a card, backup and re-issue work, with vault and kit from the environment', async () => {
    const environment = { vault: at('own.vault'), kit: office.kit }
    const drill = await keyclave(['drill', 'hold', ...shares(), '--json'], { environment })
    assert.equal(drill.code, 0, drill.err)
    assert.notEqual(JSON.parse(drill.out).next, null)
    const check = await keyclave(['share', 'inspect', office.share(1)], { environment })
    assert.match(check.out, /Recorded as sound/)
    const exported = await keyclave(['kit', 'export', '--out', at('twice.json')], { environment })
    assert.equal(exported.code, 0, exported.err)
    assert.match(
      (await keyclave(['kit', 'inspect'], { environment })).out,
      /the vault's log knows it/,
    )

    office.desk.write(
      'new-plan.yaml',
      planText('threshold: 2, custodians: [Ada, Bob, Cyd], identity: classic', 'keys: []'),
    )
    await done(['passphrase', 'generate', '--out', at('new-pass.txt')])
    const reissue = [
      ...['ceremony', 'reissue', at('new-plan.yaml'), '--no-pdf', ...shares()],
      ...['--new-passphrase-file', at('new-pass.txt'), '--out', at('next')],
    ]
    const reissued = await keyclave(reissue, { environment })
    assert.equal(reissued.code, 0, reissued.err)
    const { quorums } = await info()
    assert.deepEqual(
      quorums.map(({ state }) => state),
      ['replaced', 'in-force'],
    )
    await done(['audit', 'verify', ...vault()])
  })
})
