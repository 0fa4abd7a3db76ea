/**
 * The real window on a display, in a process of its own as `npm start` has it: what is not secret is done for
 * the parent, which sends one command a line and is answered with one. What is secret the parent types itself,
 * on the keyboard of the display: nothing here is told it.
 */
import { createInterface } from 'node:readline'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { openChromiumShell } from '../../main/shells/chromium/shell.ts'
import { loadContent } from '../../main/shells/content.ts'
import { cleanEnvironment } from '../../main/shells/environment.ts'
import type { WindowServices } from '../../main/window-services.ts'
import type { ChoiceKind } from '../../shared/chosen.ts'
import type { CallName } from '../../shared/contract.ts'
import { BUILT_WINDOW } from '../e2e/built-window.ts'
import { chosenIn } from '../fixtures/choosing.ts'
import { windowServices } from '../services/window-fixture.ts'

export type Command =
  /** Presses a button. */
  | { readonly press: string }
  /** Clicks into a box. */
  | { readonly into: string }
  /** Waits for what is read aloud. */
  | { readonly hears: string }
  /** Waits for a text. */
  | { readonly sees: string }
  /** Makes a call of the window that has no secret in it. */
  | { readonly call: string; readonly input: object }
  /** Loads the page anew, so that the screen is where the calls have brought things. */
  | { readonly reload: true }
  /** Waits for a window that took the place of one that was ended. */
  | { readonly renewed: string }
  | { readonly shot: string }

/** Longer than anything takes on a machine with much else to do. */
const PATIENCE_MS = 300_000

const [profile = '', home = ''] = process.argv.slice(2)
const executable = findChromium()
if (executable === null) throw new Error('the test needs Chromium')
const make = windowServices({ homeFolder: home, temporaryFolder: home })
let services: WindowServices | null = null
const shell = await openChromiumShell({
  executable,
  profile,
  content: loadContent(BUILT_WINDOW),
  makeServices: surroundings => {
    services = make(surroundings)
    return services
  },
  version: '0.1.0',
  platform: 'linux',
  root: process.getuid?.() === 0,
  headless: false,
  environment: cleanEnvironment(process.env),
  renews: true,
})

async function carryOut(command: Command): Promise<unknown> {
  const { page } = shell
  page.setDefaultTimeout(PATIENCE_MS)
  if ('press' in command) {
    return await page.getByRole('button', { name: command.press, exact: true }).click()
  }
  if ('into' in command) {
    return await page.getByRole('textbox', { name: command.into, exact: true }).click()
  }
  if ('hears' in command) {
    return await page.getByRole('heading', { level: 1 }).getByText(command.hears).waitFor()
  }
  if ('sees' in command) return await page.getByText(command.sees).first().waitFor()
  if ('call' in command) {
    const name = command.call as CallName
    const choose = (kind: ChoiceKind, at: string): string =>
      services?.files.choices.token(kind, at) ?? ''
    const input = chosenIn(name, command.input, choose)
    const arguments_ = [name, input].map(value => JSON.stringify(value)).join(',')
    return await page.evaluate(`window.keyclave.call(${arguments_})`)
  }
  if ('shot' in command) return void (await page.screenshot({ path: command.shot }))
  if ('reload' in command) {
    await page.evaluate('window.onbeforeunload = null')
    await page.reload()
    return await page.waitForSelector('#app > *').then(() => null)
  }
  return await untilRenewed(command.renewed)
}

let lastPage = shell.page

async function untilRenewed(after: string): Promise<void> {
  const since = performance.now()
  while (performance.now() - since < PATIENCE_MS) {
    // The window that is being replaced still answers.
    if (shell.page === lastPage) {
      await new Promise(resolve => setTimeout(resolve, 100))
      continue
    }
    const reply = (await shell.page
      .evaluate(`window.keyclave.call('app.about', {})`)
      .catch(() => null)) as { output?: { renewed?: { after: string } } } | null
    if (reply?.output?.renewed?.after === after) {
      lastPage = shell.page
      await lastPage.waitForSelector('#app h1')
      return
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the window was not replaced')
}

process.stdout.write('"ready"\n')
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await carryOut(JSON.parse(line) as Command).catch((error: unknown) => ({
    error: String(error),
  }))
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`)
}
await shell.close()
