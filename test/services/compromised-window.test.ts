/** What a script in the window is given: the answers of the main side, gone through one by one (THREATS). */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { CALLS } from '../../shared/contract.ts'
import { enterCards, folderFor, openWindow, PASSPHRASE, wholeCeremony } from './window.ts'

test('two calls give a secret to the window, and no call gives it a key', async context => {
  const folder = folderFor(context, 'safe')
  const at = (name: string): string => path.join(folder, 'safe', name)
  const window = openWindow(context)
  const answers: { readonly name: string; readonly said: string }[] = []
  const call: typeof window.call = async (name, input) => {
    const output = await window.call(name, input)
    answers.push({ name, said: JSON.stringify(output) })
    return output
  }
  const spied = { ...window, call }

  const { cards, kit } = await wholeCeremony(spied, folder)
  await call('recovery.begin', { kit: { kind: 'file', path: kit } })
  await enterCards(spied, cards.slice(0, 2))
  await call('recovery.open', { passphrase: PASSPHRASE })
  await call('recovery.exportKey', { key: 'video-root', out: at('key') })
  await call('recovery.exportIdentity', { backupKey: 1, out: at('identity') })
  await call('recovery.end', {})

  const key = readFileSync(at('key'))
  const identity = readFileSync(at('identity'), 'utf8')
  const [stanza = ''] = /AGE-SECRET-KEY-\S+/.exec(identity) ?? []
  assert.ok(stanza.length > 50)
  const secrets = [PASSPHRASE, stanza, ...['hex', 'base64'].map(as => key.toString(as as 'hex'))]
  const given = new Set<string>()
  for (const { name, said } of answers) {
    for (const secret of secrets) assert.ok(!said.includes(secret), name)
    if (cards.some(words => said.includes(JSON.stringify(words)))) given.add(name)
  }
  assert.deepEqual([...given], ['ceremony.showShare'])
  const { words } = await window.call('ceremony.suggestPassphrase', {}).catch(() => ({ words: [] }))
  assert.deepEqual(words, [], 'a passphrase is suggested at its step of a ceremony alone')
})

test('these calls name a place where files are, or are made', () => {
  const places = ['out', 'folders', 'folder', 'parent']
  const makes = Object.entries(CALLS).flatMap(([name, { input }]) =>
    Object.keys(input.shape).some(member => places.includes(member)) ? [name] : [],
  )
  // All but files.list, files.leftovers and backup.survey make them. Whoever adds one says in THREATS what a compromised window can do by it.
  assert.deepEqual(makes.toSorted(), [
    ...['audit.export', 'backup.create', 'backup.saveLabel', 'backup.survey'],
    ...['ceremony.close', 'ceremony.saveCard', 'ceremony.savePlan'],
    ...['files.leftovers', 'files.list', 'files.makeFolder', 'help.save', 'page.save'],
    ...['recovery.exportIdentity', 'recovery.exportKey', 'recovery.restore', 'vault.exportKit'],
  ])
})
