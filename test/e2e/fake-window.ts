/**
 * The built window before answers that a test makes up: for looking at every screen, also at those that
 * a real machine shows seldom. What is made up must still have the contract's form; the window's client
 * checks it.
 */
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { createSeals, type Seals } from '../../main/services/seals/index.ts'
import { chromiumArguments } from '../../main/shells/chromium/arguments.ts'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { CALL_BINDING, EVENT_NAME, installBridge } from '../../main/shells/chromium/page-bridge.ts'
import { answer, loadContent } from '../../main/shells/content.ts'
import { cleanEnvironment } from '../../main/shells/environment.ts'
import { CHROMIUM_ORIGIN } from '../../main/shells/navigation.ts'
import {
  CALLS,
  type CallName,
  type EventName,
  type Input,
  type Output,
  type Payload,
  type Reply,
} from '../../shared/contract.ts'
import { KeyclaveError, toWire } from '../../shared/errors.ts'
import type { Json } from '../../shared/json.ts'
import { hasSecrets, schemaFromBytes, schemaToBytes } from '../../shared/secret/field.ts'
import { DEFAULT_SETTINGS } from '../../shared/settings.ts'
import { BUILT_WINDOW } from './built-window.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** An answer, a refusal, or what is made of the input. A call that never ends is `'pending'`. */
export type Answers = {
  readonly [Name in CallName]?:
    | Output<Name>
    | KeyclaveError
    | 'pending'
    | ((input: Input<Name>) => Output<Name> | KeyclaveError)
}

export interface FakeWindow {
  readonly page: Page
  /** Loads the window anew with other answers. */
  readonly show: (answers: Answers) => Promise<void>
  /** Other answers from now on, to the window as it stands. */
  readonly answer: (more: Answers) => void
  readonly emit: <Name extends EventName>(name: Name, payload: Payload<Name>) => Promise<void>
  readonly close: () => Promise<void>
}

const SETTINGS: Output<'app.settings'> = {
  settings: DEFAULT_SETTINGS,
  path: '/home/ines/.config/keyclave/settings.json',
  problem: null,
}

/**
 * @param shown the display on which the window is to be seen, and the home folder of its browser; without
 *              it, the window is on none
 */
export async function openFakeWindow(
  viewport: { width: number; height: number },
  shown: { display: string; home: string } | null = null,
): Promise<FakeWindow> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('the tests need Chromium')
  const content = loadContent(BUILT_WINDOW)
  const profile = temporaryFolder('keyclave-fake-')
  const root = process.getuid?.() === 0
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath,
    ignoreDefaultArgs: true,
    args: chromiumArguments({
      ...{ profile, root, headless: shown === null, bounds: null },
      crashes: profile,
    }),
    headless: shown === null,
    ...(shown === null ? {} : { env: environmentOf(shown) }),
    viewport: shown === null ? viewport : null,
    serviceWorkers: 'block',
  })
  const page = context.pages()[0] ?? (await context.newPage())
  let answers: Answers = {}

  await context.route('**', route => {
    const request = route.request()
    const { status, headers, body } = answer(content, request.method(), request.url())
    return route.fulfill({ status, headers: { ...headers }, body })
  })
  const seals = createSeals(osRandom)
  await context.exposeBinding(CALL_BINDING, async (_source, name: CallName, input: string) =>
    JSON.stringify(await sealedReply(seals, answers, name, JSON.parse(input))),
  )
  await context.addInitScript(installBridge)

  return {
    page,
    show: async next => {
      answers = { 'app.settings': SETTINGS, ...next }
      await page.goto(`${CHROMIUM_ORIGIN}/`, { waitUntil: 'load' })
      await page.waitForSelector('#app > *')
    },
    answer: more => {
      answers = { ...answers, ...more }
    },
    emit: (name, payload) =>
      page.evaluate(
        `window.dispatchEvent(new CustomEvent(${JSON.stringify(EVENT_NAME)}, { detail: ${JSON.stringify({ name, payload })} }))`,
      ),
    close: () => context.close(),
  }
}

const environmentOf = ({ display, home }: { display: string; home: string }) => ({
  ...cleanEnvironment(process.env),
  DISPLAY: display,
  HOME: home,
  TMPDIR: home,
})

/** As the router of the main side does it, with the window's own forms of what is secret. */
async function sealedReply(
  seals: Seals,
  answers: Answers,
  name: CallName,
  payload: unknown,
): Promise<unknown> {
  if (name === 'seal.offer') return { kind: 'done', output: seals.offer() }
  const { input, output } = CALLS[name]
  if (!hasSecrets(input) && !hasSecrets(output)) return await reply(answers, name, payload)
  const answer = await seals.during(payload, async bytes => {
    const made = await reply(answers, name, schemaFromBytes(input).parse(bytes))
    if (made.kind === 'refused') return made
    return { kind: 'done', output: schemaToBytes(output).parse(made.output) }
  })
  if (answer === null) throw new Error(`${name} was not sealed`)
  return answer.sealed
}

async function reply(answers: Answers, name: CallName, input: unknown): Promise<Reply> {
  const given = answers[name] as unknown
  if (given === undefined) throw new Error(`the scene has no answer for ${name}`)
  if (given === 'pending') return new Promise(() => {})
  const made = typeof given === 'function' ? (given as (input: unknown) => unknown)(input) : given
  return made instanceof KeyclaveError
    ? { kind: 'refused', error: toWire(made) }
    : { kind: 'done', output: made as Json }
}
