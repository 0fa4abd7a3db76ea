/**
 * A ceremony in which one custodian is absent: their share is sealed to the key that everybody agreed to, read back as
 * it was sealed, and nobody asks for their signature. What they open later is the share, and opens the quorum.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import {
  type CeremonyRecord,
  recordToBytes,
  verifyRecord,
} from '../../main/core/ceremony/record.ts'
import { hashWords } from '../../main/core/text/index.ts'
import { done, doneJson, newDesk, planText, refused } from '../cli/command-line.ts'
import { refusal } from '../core/refusal.ts'
import { textOf } from '../paper/printed.ts'
import { entries, type Office, officeWith } from './office-people.ts'
import { type FakeWindow, folderFor, openWindow, PASSPHRASE, planFor, toShares } from './window.ts'

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/** Somebody abroad, with a key of age. */
async function abroad(folder: string) {
  const identity = await generateX25519Identity()
  const recipient = `${await identityToRecipient(identity)}\n`
  const file = path.join(folder, 'cyd.txt')
  const key = path.join(folder, 'cyd.key')
  writeFileSync(file, recipient)
  writeFileSync(key, `${identity}\n`)
  return { file, fingerprint: sha256(recipient), open: (sealed: string) => decrypted(key, sealed) }
}

const decrypted = (key: string, sealed: string): Buffer =>
  execFileSync('age', ['-d', '-i', key, sealed])

const PEOPLE = [
  ['Ines', 'administrator'],
  ['Walt', 'witness'],
  ['Olga', 'recovery-officer'],
  ['Ada', 'custodian'],
  ['Bob', 'custodian'],
] as const

test('whoever is absent is given their share sealed, and everybody else signs', async context => {
  const { window, office } = await officeWith(context, PEOPLE)
  const { call } = window
  const folder = folderFor(context, 'drive', 'one', 'two')
  const cyd = await abroad(folder)
  const sealedTo = [
    { custodian: 'Cyd', to: 'age', file: cyd.file, fingerprint: cyd.fingerprint },
  ] as const
  const plan = {
    ...planFor('Ada', 'Bob', 'Cyd'),
    people: { administrators: ['Ines'], witnesses: ['Walt'], recoveryOfficers: ['Olga'] },
    profile: 'strict' as const,
    sealedTo: [...sealedTo],
  }
  // Whoever is absent need not be one of the vault's people, and everybody else does.
  const { sealedTo: _, ...allThere } = plan
  const there = { kind: 'form', plan: allThere } as const
  await window.refused('ceremony.checkPlan', { source: there }, 'PLAN_PEOPLE')
  // Another key than the one that was compared is refused before anybody has signed.
  const other = { ...plan, sealedTo: [{ ...sealedTo[0], fingerprint: 'ab'.repeat(32) }] }
  const wrong = { kind: 'form', plan: other } as const
  await window.refused('ceremony.checkPlan', { source: wrong }, 'DELIVERY_FINGERPRINT')
  const source = { kind: 'form', plan } as const
  const { planHash, warnings } = await call('ceremony.checkPlan', { source })
  assert.deepEqual(
    warnings.find(({ kind }) => kind === 'absent'),
    { kind: 'absent', names: ['Cyd'] },
  )
  const approval = await office.sign({ action: 'ceremony.run', planHash }, 'Ines', 'Walt')
  await call('ceremony.begin', { source, approval })
  const room = await call('ceremony.checkRoom', {})
  assert.ok(room.step === 'room' && room.checks !== null)
  const failed = room.checks.filter(({ result }) => result !== 'passed')
  const overrides = failed.map(({ check }) => ({ check, reason: 'this is a test' }))
  await call('ceremony.acceptRoom', { overrides })
  await call('ceremony.acceptEntropy', {})
  await office.come('Olga', 'Ada', 'Bob')
  await call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })

  const cards: string[][] = []
  for (const index of [1, 2]) {
    const { words } = await call('ceremony.showShare', { index })
    await call('ceremony.readBackShare', { index, words })
    cards.push(words)
  }
  // Nobody sees the third, and nobody proves anything before it is read back.
  const absent = { index: 3, custodian: 'Cyd' }
  await window.refused('ceremony.showShare', { index: 3 }, 'SHARE_SEALED', absent)
  const words = cards[0] ?? []
  await window.refused('ceremony.readBackShare', { index: 3, words }, 'SHARE_SEALED', absent)
  await window.refused('ceremony.prove', { passphrase: PASSPHRASE }, 'SHARES_UNREAD')
  await window.refused('ceremony.readBackSealed', { index: 3 }, 'CEREMONY_TURN')
  const drive = path.join(folder, 'drive')
  await window.refused('ceremony.sealShare', { index: 1, folder: drive }, 'SHARE_NOT_SEALED')
  const sealed = await call('ceremony.sealShare', { index: 3, folder: drive })
  assert.ok(sealed.step === 'shares')
  const [file = '', sheet = ''] = sealed.shares[2]?.sealed?.file?.paths ?? []
  const bytes = readFileSync(file)
  assert.deepEqual(sealed.shares[2]?.sealed?.file?.words, hashWords(sha256(bytes)))
  assert.deepEqual(sealed.shares[2]?.sealed?.recipientWords, hashWords(cyd.fingerprint))
  // The drive gives back something else.
  writeFileSync(file, Buffer.concat([bytes, Buffer.from('x')]))
  await window.refused('ceremony.readBackSealed', { index: 3 }, 'SEALED_SHARE_UNREADABLE')
  writeFileSync(file, bytes)
  await call('ceremony.readBackSealed', { index: 3 })
  await window.refused('ceremony.sealShare', { index: 3, folder: drive }, 'CARD_CHECKED')

  await call('ceremony.prove', { passphrase: PASSPHRASE })
  await call('ceremony.conclude', {})
  const present = await office.sign(
    { action: 'ceremony.close' },
    'Ines',
    'Walt',
    'Olga',
    'Ada',
    'Bob',
  )
  const folders = ['one', 'two'].map(name => path.join(folder, name))
  const closed = await call('ceremony.close', { folders, approval: present })
  assert.ok(closed.step === 'closed')

  const record = verifyRecord(readFileSync(closed.places[0]?.record ?? ''))
  const steps = record.steps.filter(({ facts }) => facts.index === 3)
  assert.deepEqual(
    steps.map(({ step, by }) => [step, by?.name]),
    ['share issued', 'share sealed', 'sealed share read back'].map(step => [step, 'Ines']),
  )
  const pages = (closed.places[0]?.record ?? '').replace(/json$/, 'pdf')
  const printed = textOf(readFileSync(pages), 'raw')
  assert.match(printed, /Cyd\s+absent, by sealed share/)
  refusesWhatWasNotPlanned(record)
  const [readBack] = (await entries(window)).filter(
    ({ action, subject }) => action === 'share.read-back' && subject.endsWith('/3'),
  )
  assert.match(JSON.stringify(readBack), new RegExp(sha256(bytes)))

  // Cyd opens it, says so, and is then as good as anybody.
  const opened = path.join(folder, 'cyd-card.txt')
  writeFileSync(opened, cyd.open(file))
  const { acknowledgement } = await doneJson<{ acknowledgement: string }>([
    ...['share', 'acknowledge', opened],
  ])
  await done(['share', 'acknowledged', acknowledgement, '--sealed', sheet])
  await recordsWhatCydSays(window, office, acknowledgement)
})

/** Cyd's share counts once the vault has what Cyd says, and nothing else makes it count. */
async function recordsWhatCydSays(
  { call, refused: refuses }: FakeWindow,
  office: Office,
  acknowledgement: string,
): Promise<void> {
  const { quorums } = await call('register.list', {})
  const [{ setId, shares } = { setId: '', shares: [] }] = quorums
  assert.deepEqual(
    shares.map(({ sealed }) => sealed && [sealed.to, sealed.acknowledged]),
    [null, null, ['age', null]],
  )
  const isAsked = async () => {
    const { attention } = await call('vault.overview', {})
    return attention.filter(({ kind }) => kind === 'shares-unacknowledged')
  }
  const [asked] = await isAsked()
  assert.ok(asked?.kind === 'shares-unacknowledged')
  assert.deepEqual([asked.shares, asked.left], [[{ setId, index: 3, custodian: 'Cyd' }], 2])

  const record = async (said: { readonly index: number; readonly acknowledgement: string }) => {
    const what = { setId, ...said }
    const approval = await office.sign({ action: 'share.acknowledge', ...what }, 'Walt')
    return { ...what, approval }
  }
  // What anybody can compute of public things, and the right words for another share.
  const made = await record({ index: 3, acknowledgement: sha256(acknowledgement) })
  await refuses('register.acknowledge', made, 'SHARE_NOT_ACKNOWLEDGED', {
    ...{ index: 3, custodian: 'Cyd' },
  })
  const other = await record({ index: 2, acknowledgement })
  await refuses('register.acknowledge', other, 'SEALED_SHARE_UNKNOWN')
  // Signatures for one are none for another.
  const right = await record({ index: 3, acknowledgement })
  const wrong = { ...right, approval: (await record({ index: 2, acknowledgement })).approval }
  await refuses('register.acknowledge', wrong, 'APPROVAL_VOID')
  const { approval: _, ...unsigned } = right
  await refuses('register.acknowledge', unsigned, 'APPROVAL_NEEDED')
  const after = await call('register.acknowledge', right)
  assert.notEqual(after.quorums[0]?.shares[2]?.sealed?.acknowledged, null)
  assert.deepEqual(await isAsked(), [])
  const again = await record({ index: 3, acknowledgement })
  await refuses('register.acknowledge', again, 'SHARE_ACKNOWLEDGED')
}

/** A record in which a share went to another key, or to nobody, than was agreed, is refused. */
function refusesWhatWasNotPlanned(record: CeremonyRecord): void {
  const { steps } = record
  const toAnother = steps.map(step =>
    step.step === 'share sealed'
      ? { ...step, facts: { ...step.facts, recipient: 'ab'.repeat(32) } }
      : step,
  )
  const never = steps.filter(({ step }) => step !== 'sealed share read back')
  const unsaid = never.map(step => {
    const { sha256: _, ...facts } = step.facts
    return step.step === 'share sealed' ? { ...step, facts } : step
  })
  for (const changed of [toAnother, never, unsaid]) {
    assert.throws(
      () => verifyRecord(recordToBytes({ ...record, steps: changed } as CeremonyRecord)),
      refusal('RECORD_TAMPERED', { where: 'sealed-shares' }),
    )
  }
}

test('a ceremony that is given up takes the sealed share back', async context => {
  const folder = folderFor(context)
  const cyd = await abroad(folder)
  const window = openWindow(context)
  const row = { custodian: 'Cyd', to: 'age', file: cyd.file, fingerprint: cyd.fingerprint } as const
  await toShares(window, { ...planFor('Ada', 'Bob', 'Cyd'), sealedTo: [row] })
  // The third custodian may come first.
  const sealed = await window.call('ceremony.sealShare', { index: 3, folder })
  assert.ok(sealed.step === 'shares' && sealed.turn === 3)
  await window.refused('ceremony.showShare', { index: 1 }, 'CEREMONY_TURN')
  const [file = ''] = sealed.shares[2]?.sealed?.file?.paths ?? []
  assert.ok(existsSync(file))
  const ended = await window.call('ceremony.abort', { cause: 'other' })
  assert.ok(ended.step === 'void')
  assert.deepEqual([ended.shown, ended.leftBehind], [[3], []])
  assert.ok(!existsSync(path.dirname(file)))
})

test('on the command line the sealed file stands beside the cards, and opens the quorum once it is opened', async (context: TestContext) => {
  const desk = newDesk()
  context.after(() => desk.remove())
  const { at } = desk
  const cyd = await abroad(at('.'))
  desk.write('pass.txt', PASSPHRASE)
  const plan = (fingerprint: string) =>
    planText(
      'threshold: 2, custodians: [Ada, Bob, Cyd], identity: classic',
      `sealedTo: [{ custodian: Cyd, to: age, file: cyd.txt, fingerprint: "${fingerprint}" }]`,
    )
  desk.write('wrong.yaml', plan('ab'.repeat(32)))
  await refused(['plan', 'check', at('wrong.yaml')], 5, 'DELIVERY_FINGERPRINT')
  desk.write('plan.yaml', plan(cyd.fingerprint))
  assert.match(await done(['plan', 'words', at('plan.yaml')]), /Absent +Cyd: sealed to the key/)
  const run = ['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt'), '--no-pdf']
  const vault = at('office.vault')
  const said = await done([...run, '--out', at('made'), '--vault', vault])
  assert.match(said, /03-cyd\.txt\.age {2}for Cyd, who is absent/)
  assert.ok(!existsSync(at('made/shares/03-cyd.txt')))
  desk.write('opened.txt', cyd.open(at('made/shares/03-cyd.txt.age')))
  const { acknowledgement } = await doneJson<{ acknowledgement: string }>([
    ...['share', 'acknowledge', at('opened.txt')],
  ])
  const sheet = at('made/shares/03-cyd.sealed.json')
  await done(['share', 'acknowledged', acknowledgement, '--sealed', sheet])
  await refused(['share', 'acknowledged', acknowledgement], 1, 'USAGE')
  const toVault = (digits: string) => ['share', 'acknowledged', digits, '--vault', vault]
  // Whoever makes a sheet of their own proves nothing to the vault.
  const forged = desk.write(
    'forged.json',
    readFileSync(sheet, 'utf8').replace(
      JSON.parse(readFileSync(sheet, 'utf8')).acknowledgement,
      sha256(Buffer.alloc(32)),
    ),
  )
  const zeros = '00'.repeat(32)
  await done(['share', 'acknowledged', zeros, '--sealed', forged])
  await refused([...toVault(zeros), '--sealed', forged], 2, 'SEALED_SHARE_UNKNOWN')
  await refused([...toVault(acknowledgement), '--sealed', forged], 5, 'SHARE_NOT_ACKNOWLEDGED')
  assert.match(await done([...toVault(acknowledgement), '--sealed', sheet]), /Recorded 2/)
  await refused(toVault(acknowledgement), 2, 'SHARE_ACKNOWLEDGED')
  const identity = await done([
    ...['recover', 'identity', '--kit', at('made/kit.json'), '--fingerprint'],
    ...[JSON.parse(readFileSync(sheet, 'utf8')).quorum.fingerprint],
    ...['--share', at('made/shares/01-ada.txt'), at('opened.txt')],
    ...['--passphrase-file', at('pass.txt')],
  ])
  assert.match(identity, /AGE-SECRET-KEY-1/)
})
