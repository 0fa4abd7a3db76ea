import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { Dispatch } from '../../main/router.ts'
import { createCamera } from '../../main/shells/camera.ts'
import { createDesktop } from '../../main/shells/desktop.ts'
import type { WindowEnvironment, WindowServices } from '../../main/window-services.ts'
import type { ChoiceKind } from '../../shared/chosen.ts'
import { createClient } from '../../shared/client.ts'
import {
  type CallName,
  type EventName,
  isPickerCall,
  type Output,
  type Payload,
} from '../../shared/contract.ts'
import { type ErrorData, KeyclaveError } from '../../shared/errors.ts'
import type { Json } from '../../shared/json.ts'
import { refusal } from '../core/refusal.ts'
import { withCardInCall } from '../fixtures/card-fingerprint.ts'
import { type ByPath, type CallByPath, chosenIn } from '../fixtures/choosing.ts'
import { assertSaysNothingTyped } from './nothing-typed.ts'
import { windowServices } from './window-fixture.ts'

/** A window without a screen: calls go through client, router and handlers to the real services. */
export interface FakeWindow {
  /** As the window's page, and its picker for the picker's own calls. */
  readonly call: CallByPath
  readonly refused: <Name extends CallName>(
    name: Name,
    input: ByPath<Name>,
    code: string,
    data?: ErrorData,
  ) => Promise<void>
  readonly events: { readonly name: EventName; readonly payload: Json }[]
  /** Calls the listener of one event from now on. */
  readonly on: <Name extends EventName>(
    name: Name,
    listener: (payload: Payload<Name>) => void,
  ) => void
  /** A call as it comes from some page. */
  readonly dispatch: Dispatch
  /** A person chooses something; its token. */
  readonly choose: (kind: ChoiceKind, path: string) => string
  /** What was chosen is forgotten, as when the window is shown anew. */
  readonly forget: () => void
  /** A person drops these onto the window. */
  readonly drop: (paths: readonly string[]) => Promise<void>
  /** Closes the window. */
  readonly close: () => Promise<void>
}

const ORIGIN = 'keyclave://app'
const PICKER = 'keyclave://picker'

/** @param context says when it closes: a test */
export function openWindow(
  context: { readonly after: (close: () => Promise<void>) => void },
  environment: Partial<WindowEnvironment> = {},
): FakeWindow {
  const events: { name: EventName; payload: Json }[] = []
  const listeners: { name: EventName; listener: (payload: unknown) => void }[] = []
  let services: WindowServices | null = null
  const choose = (kind: ChoiceKind, at: string): string =>
    services?.files.choices.token(kind, at) ?? ''
  const make = windowServices(environment)
  const desktop = createDesktop({
    shell: 'chromium',
    origins: { window: ORIGIN, picker: PICKER },
    version: '0.0.0',
    platform: 'linux',
    content: new Map(),
    camera: createCamera(),
    makeServices: surroundings => {
      services = make(surroundings)
      return services
    },
    close: () => desktop.end(),
    renew: null,
    send: (name, payload) => {
      events.push({ name, payload })
      for (const other of listeners) if (other.name === name) other.listener(payload)
    },
  })
  context.after(() => desktop.end())
  const page = { origin: ORIGIN, mainFrame: true }
  const picker = { origin: PICKER, mainFrame: false, innerFrame: true }
  const client = createClient({
    // As JSON text and back: nothing richer crosses in a real window.
    call: async (name, input) => {
      const sender = isPickerCall(name as CallName) ? picker : page
      return JSON.parse(
        JSON.stringify(await desktop.dispatch(sender, name, JSON.parse(JSON.stringify(input)))),
      )
    },
    onEvent: () => () => {},
  })
  const call: CallByPath = async (name, input) => {
    try {
      // At once, so that calls keep their order.
      return await client.call(name, chosenIn(name, withCardInCall(input), choose))
    } catch (error) {
      if (error instanceof KeyclaveError) assertSaysNothingTyped(input, error.data)
      throw error
    }
  }
  return {
    call,
    drop: desktop.drop,
    dispatch: desktop.dispatch,
    choose,
    forget: () => services?.files.choices.forget(),
    refused: (name, input, code, data) => assert.rejects(call(name, input), refusal(code, data)),
    events,
    on: (name, listener) => {
      listeners.push({ name, listener: listener as (payload: unknown) => void })
    },
    close: () => desktop.end(),
  }
}

/** What a call was refused with. */
export async function refusalOf(work: Promise<unknown>): Promise<KeyclaveError> {
  const error: unknown = await work.then(
    () => null,
    reason => reason,
  )
  assert.ok(error instanceof KeyclaveError, String(error))
  return error
}

/** A folder of its own for a test, with folders in it, removed after it. */
export function folderFor(context: TestContext, ...folders: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-window-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of folders) mkdirSync(path.join(folder, name))
  return folder
}

export const PASSPHRASE = 'unmixed tarantula yo-yo gumdrop'

type PlanForm = Extract<ByPath<'ceremony.begin'>['source'], { kind: 'form' }>['plan']

export const PLAN: PlanForm = {
  title: 'Root key ceremony 2026',
  organisation: 'Example Ltd',
  quorum: { threshold: 2, custodians: ['Ada', 'Grace', 'Zoë'], identity: 'classic', kdf: 1 },
  keys: [
    { label: 'video-root', purpose: 'content encryption', bits: 256, expires: '2999-01-01' },
    { label: 'old-box', purpose: 'an old system', bits: 192, expires: null },
  ],
  imports: [],
}

/** A plan for these people, that needs two of them. */
export const planFor = (...custodians: string[]): PlanForm => ({
  ...PLAN,
  quorum: { ...PLAN.quorum, custodians },
})

const REASON = 'this is a test'

/** Goes through room and entropy to the passphrase. */
export async function toPassphrase(window: FakeWindow, plan: PlanForm = PLAN): Promise<void> {
  await window.call('ceremony.begin', { source: { kind: 'form', plan } })
  const state = await window.call('ceremony.checkRoom', {})
  assert.ok(state.step === 'room' && state.checks !== null)
  const overrides = state.checks
    .filter(check => check.result !== 'passed')
    .map(({ check }) => ({ check, reason: REASON }))
  await window.call('ceremony.acceptRoom', { overrides })
  await window.call('ceremony.acceptEntropy', {})
}

/** Goes on to the shares. */
export async function toShares(window: FakeWindow, plan: PlanForm = PLAN): Promise<void> {
  await toPassphrase(window, plan)
  await window.call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
}

/** Shows every card and reads it back; returns the words of each. */
export async function readAllBack(window: FakeWindow): Promise<string[][]> {
  const state = await window.call('ceremony.state', {})
  assert.ok(state.step === 'shares')
  const cards: string[][] = []
  for (const { index } of state.shares) {
    const { words } = await window.call('ceremony.showShare', { index })
    await window.call('ceremony.readBackShare', { index, words })
    cards.push(words)
  }
  return cards
}

export interface ClosedCeremony {
  readonly cards: readonly string[][]
  readonly kit: string
  readonly state: Extract<Output<'ceremony.state'>, { step: 'closed' }>
}

/** A whole ceremony. */
export async function wholeCeremony(
  window: FakeWindow,
  folder: string,
  plan: PlanForm = PLAN,
): Promise<ClosedCeremony> {
  await toShares(window, plan)
  const cards = await readAllBack(window)
  await window.call('ceremony.prove', { passphrase: PASSPHRASE })
  const folders = ['one', 'two'].map(name => path.join(folder, name))
  for (const at of folders) mkdirSync(at, { recursive: true })
  const state = await window.call('ceremony.close', { folders })
  assert.ok(state.step === 'closed')
  await window.call('ceremony.leave', {})
  const kit = state.places[0]?.kit
  assert.ok(kit)
  return { cards, kit, state }
}

/** Enters cards as typed words. */
export async function enterCards(
  window: FakeWindow,
  cards: readonly (readonly string[])[],
): Promise<void> {
  for (const words of cards) {
    const added = await window.call('share.add', {
      for: 'recovery',
      card: { kind: 'words', words: [...words] },
    })
    assert.equal(added.kind, 'accepted')
  }
}
