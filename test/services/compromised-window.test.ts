/** What a script in the window is given: the answers of the main side, gone through one by one (THREATS). */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type * as z from 'zod'
import {
  CHOICE_KINDS,
  type ChoiceKind,
  choiceKindOf,
  chosen,
  schemaWithChoices,
} from '../../shared/chosen.ts'
import { CALLS, type CallName, isPickerCall, type Payload } from '../../shared/contract.ts'
import { hasSecrets } from '../../shared/secret/field.ts'
import { samplesOf } from '../shared/samples.ts'
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

/** What may hold a text with slashes, and names no file: names, purposes, reasons, days, what is searched for. */
const FREE_TEXTS: readonly string[] = [
  ...['actions[]', 'administrators[]', 'asked', 'backup', 'bag', 'by', 'clock'],
  ...['contact', 'copy', 'custodian', 'custodians[]', 'day', 'ends[]', 'expires', 'fingerprint'],
  ...['from', 'head', 'item', 'kek', 'key', 'label', 'leaveOut[]', 'medium', 'name', 'observer'],
  ...[
    'organisation',
    'person',
    'place',
    'plain',
    'printer',
    'purpose',
    'reason',
    'recoveryOfficers[]',
  ],
  ...['serial', 'sha256', 'single', 'text', 'time', 'title', 'to', 'value', 'what', 'witnesses[]'],
  ...['words[]'],
]

/** The parts of a schema that are texts, by where they stand. */
function textsOf(
  schema: z.ZodType,
  at: string,
): readonly (readonly [at: string, schema: z.ZodType])[] {
  const { def } = schema as unknown as { readonly def: Definition }
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape ?? {}).flatMap(([name, part]) =>
        textsOf(part, `${at}.${name}`),
      )
    case 'array':
      return def.element === undefined ? [] : textsOf(def.element, `${at}[]`)
    case 'union':
      return (def.options ?? []).flatMap(option => textsOf(option, at))
    case 'optional':
    case 'nullable':
      return def.innerType === undefined ? [] : textsOf(def.innerType, at)
    case 'string':
      return [[at, schema]]
    default:
      return []
  }
}
interface Definition {
  readonly type: string
  readonly shape?: { readonly [name: string]: z.ZodType }
  readonly element?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly innerType?: z.ZodType
}

test('no call of the window has a free path in it: what names a file is a token', () => {
  const texts = Object.entries(CALLS)
    .filter(([name]) => !isPickerCall(name as CallName))
    .flatMap(([name, { input }]) => textsOf(input, name))
  assert.ok(texts.length > 60)
  const tokens = texts.filter(([, schema]) => choiceKindOf(schema) !== null).map(([at]) => at)
  assert.ok(tokens.length > 25)
  // Anything that may hold a whole path has a name that says what else it is.
  const free = texts.filter(
    ([, schema]) =>
      choiceKindOf(schema) === null &&
      schema.safeParse('/etc/shadow').success &&
      hasSecrets(schema) === false,
  )
  const places = /(?:path|folder|file|out|destination|parent|beside|leftover|vault)s?(?:\[\])?$/i
  assert.deepEqual(
    free.map(([at]) => at).filter(at => places.test(at) && !at.endsWith('.leaveOut[]')), // names keys
    [],
  )
  // The rest are names and words that people type; whoever adds one looks whether a file is meant.
  assert.deepEqual([...new Set(free.map(([at]) => at.replace(/^.*\./, '')))].toSorted(), FREE_TEXTS)
})

const WINDOW = { origin: 'keyclave://app', mainFrame: true }
const PICKER = { origin: 'keyclave://picker', mainFrame: false, innerFrame: true }
/** What stands in a sample at the place of a token. */
const [ANY_TOKEN = ''] = samplesOf(chosen('file')) as string[]

test('a page that makes up tokens and paths touches nothing', async context => {
  const folder = folderFor(context, 'safe')
  const target = path.join(folder, 'safe', 'target')
  writeFileSync(target, 'nobody chose this')
  const window = openWindow(context)
  // What a person chose for one thing serves for no other.
  const given: { readonly kind: ChoiceKind | null; readonly token: string }[] = [
    { kind: null, token: 'ab'.repeat(16) },
  ]
  for (const kind of CHOICE_KINDS) {
    given.push({ kind, token: window.choose(kind, path.join(folder, 'safe', kind)) })
  }
  const tried = new Set<string>()
  for (const [name, { input }] of Object.entries(CALLS) as [CallName, { input: z.ZodType }][]) {
    for (const sample of samplesOf(input)) {
      const kinds = new Set<ChoiceKind>()
      const note = (kind: ChoiceKind, token: string): string => {
        kinds.add(kind)
        return token
      }
      if (!schemaWithChoices(input, note, 'token').safeParse(sample).success) continue
      const seen = `${name} ${[...kinds].join()}`
      if (kinds.size === 0 || tried.has(seen)) continue
      tried.add(seen)
      const forged = (by: string) => JSON.parse(JSON.stringify(sample).replaceAll(ANY_TOKEN, by))
      for (const { kind, token } of given) {
        if (kinds.size === 1 && kind !== null && kinds.has(kind)) continue
        await window.refused(name, forged(token) as never, 'CHOICE_UNKNOWN')
      }
      for (const place of [target, `file://${target}`, '../target', '']) {
        const reply = await window.dispatch(WINDOW, name, forged(place))
        assert.equal(reply.kind === 'refused' && reply.error.code, 'CALL_INPUT', name)
      }
    }
  }
  assert.ok(tried.size > 20, [...tried].join())

  // The window cannot play the picker, nor can another frame of it; and no call says that something was dropped.
  const picker = Object.keys(CALLS).filter(name => isPickerCall(name as CallName))
  for (const name of [...picker, 'files.drop', 'files.list']) {
    for (const sender of [WINDOW, { ...PICKER, origin: WINDOW.origin }]) {
      const reply = await window.dispatch(sender, name, { paths: [target] })
      assert.ok(reply.kind === 'refused' && /^CALL_(FORBIDDEN|UNKNOWN)$/.test(reply.error.code))
    }
  }
  // Asking gives no token; an answer is for who asks, once, and for what was asked.
  const answerTo = async (wanted: object, ...paths: readonly string[]) => {
    const asked = await window.dispatch(WINDOW, 'files.ask', { wanted })
    assert.ok(asked.kind === 'done' && !JSON.stringify(asked).includes(folder))
    return window.dispatch(PICKER, 'picker.choose', { paths })
  }
  const two = await answerTo({ kind: 'file' }, target, target)
  assert.equal(two.kind === 'refused' && two.error.code, 'CHOICE_UNKNOWN')
  assert.equal((await answerTo({ kind: 'file' }, target)).kind, 'done')
  const again = await window.dispatch(PICKER, 'picker.choose', { paths: [target] })
  assert.equal(again.kind === 'refused' && again.error.code, 'CHOICE_UNKNOWN')
  const [chosenNow] = window.events.filter(({ name }) => name === 'files.chosen')
  const payload = (chosenNow?.payload ?? {}) as Partial<Payload<'files.chosen'>>
  const token = `${payload.chosen?.[0]?.token}`
  await window.refused('vault.create', { path: token }, 'CHOICE_UNKNOWN')
  await window.refused('kit.inspect', { kit: { kind: 'file', path: token } }, 'KIT_FORMAT')
  // With its page a token is gone.
  window.forget()
  await window.refused('kit.inspect', { kit: { kind: 'file', path: token } }, 'CHOICE_UNKNOWN')
  assert.deepEqual(readdirSync(path.join(folder, 'safe')), ['target'])
})
