/**
 * The built window before answers that a test makes up: for looking at every screen, also at those that
 * a real machine shows seldom. What is made up must still have the contract's form; the window's client
 * checks it.
 */
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { createAsking } from '../../main/services/files/asking.ts'
import { Choices } from '../../main/services/files/choices.ts'
import { createSeals, type Seals } from '../../main/services/seals/index.ts'
import { chromiumArguments } from '../../main/shells/chromium/arguments.ts'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { CALL_BINDING, EVENT_NAME, installBridge } from '../../main/shells/chromium/page-bridge.ts'
import { answer, loadContent } from '../../main/shells/content.ts'
import { cleanEnvironment } from '../../main/shells/environment.ts'
import { CHROMIUM_ORIGIN, CHROMIUM_PICKER, PICKER_PAGE } from '../../main/shells/navigation.ts'
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
import { BUILT_WINDOW, DRAW_AGAIN, SCENES_WINDOW } from './built-window.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** An answer, a refusal, or what is made of the input. A call that never ends is `'pending'`. */
export type Answers = {
  readonly [Name in CallName]?:
    | Output<Name>
    | KeyclaveError
    | 'pending'
    | ((input: Input<Name>) => Output<Name> | KeyclaveError | Promise<Output<Name>>)
}

export interface FakeWindow {
  readonly page: Page
  /** The window with other answers: loaded anew or, of scenes, drawn anew. */
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

export const openFakeWindow = (
  viewport: { width: number; height: number },
  shown: Shown | null = null,
): Promise<FakeWindow> => open(BUILT_WINDOW, viewport, shown)

/** For many scenes one after the other. */
export const openScenesWindow = (viewport: {
  width: number
  height: number
}): Promise<FakeWindow> => open(SCENES_WINDOW, viewport, null)

/** The display on which a window is to be seen, and the home folder of its browser. */
interface Shown {
  readonly display: string
  readonly home: string
}

/** @param shown null: the window is on no display */
async function open(
  built: string,
  viewport: { width: number; height: number },
  shown: Shown | null,
): Promise<FakeWindow> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('the tests need Chromium')
  const content = loadContent(built)
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
  const emit: FakeWindow['emit'] = (name, payload) =>
    page.evaluate(
      `window.dispatchEvent(new CustomEvent(${JSON.stringify(EVENT_NAME)}, { detail: ${JSON.stringify({ name, payload })} }))`,
    )
  // The picker's two sides are the real ones; what lies where is made up.
  const asking = createAsking({
    random: osRandom,
    choices: new Choices(osRandom),
    onChosen: chosen => void emit('files.chosen', chosen),
  })
  const choosing: Answers = {
    'files.ask': question => ({
      asked: asking.ask(question),
      page: `${CHROMIUM_PICKER}${PICKER_PAGE}`,
    }),
    'files.withdraw': ({ asked }) => {
      asking.withdraw(asked)
      return null
    },
    'picker.state': () => asking.state(),
    'picker.choose': ({ paths }) => {
      asking.choose(paths)
      return null
    },
    'picker.active': null,
    'picker.cancel': () => {
      asking.cancel()
      return null
    },
  }
  await context.exposeBinding(CALL_BINDING, async (_source, name: CallName, input: string) =>
    JSON.stringify(await sealedReply(seals, { ...choosing, ...answers }, name, JSON.parse(input))),
  )
  await context.addInitScript(installBridge)

  return {
    page,
    show: async next => {
      answers = { 'app.settings': SETTINGS, ...next }
      const isThere = built === SCENES_WINDOW && page.url() === `${CHROMIUM_ORIGIN}/`
      if (isThere) await page.evaluate(DRAWN_AGAIN)
      else await page.goto(`${CHROMIUM_ORIGIN}/`, { waitUntil: 'load' })
      await page.waitForSelector('#app > *')
    },
    answer: more => {
      answers = { ...answers, ...more }
    },
    emit,
    close: () => context.close(),
  }
}

const DRAWN_AGAIN = `window.dispatchEvent(new Event(${JSON.stringify(DRAW_AGAIN)}))`

const environmentOf = ({ display, home }: Shown) => ({
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
  const answered =
    typeof given === 'function' ? (given as (input: unknown) => unknown)(input) : given
  const made = await answered
  return made instanceof KeyclaveError
    ? { kind: 'refused', error: toWire(made) }
    : { kind: 'done', output: made as Json }
}
