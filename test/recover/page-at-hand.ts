import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildRecoverPage } from '../../main/build/recover-page.ts'
import { openBackup } from '../../main/core/backup/index.ts'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { builtOnce } from '../fixtures/built-once.ts'

/** recover.html in the system's Chromium, from a file, as somebody has it who has nothing else. */

export const PROJECT = path.resolve(import.meta.dirname, '../..')
const GOLDEN = path.join(PROJECT, 'test/vectors/golden-0.1.0')
export const golden = (name: string): string => path.join(GOLDEN, name)

/** The page, built once in a run. */
export async function recoverPage(): Promise<string> {
  const folder = await builtOnce('recover-page', out =>
    buildRecoverPage(PROJECT, path.join(out, 'recover.html')),
  )
  return path.join(folder, 'recover.html')
}

/** Starts the browser; the caller closes it. */
export function startBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) {
    throw new Error('the tests need Chromium: apt-get install chromium')
  }
  // What a browser makes of files is the subject, not its sandbox, which root has none of.
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] })
}

/** A page, and what somebody does with it. */
export class PageAtHand {
  readonly page: Page
  /** What the page asked for that is not itself, and what it said where nobody looks. */
  readonly stray: string[] = []
  readonly #downloads = path.join(tmpdir(), `keyclave-downloads-${process.pid}-${Math.random()}`)

  private constructor(page: Page, file: string) {
    this.page = page
    page.setDefaultTimeout(120_000)
    page.on('request', request => {
      const url = request.url()
      if (!url.startsWith('blob:') && url !== `file://${file}`) this.stray.push(url)
    })
    page.on('pageerror', error => this.stray.push(error.message))
    page.on('console', message => this.stray.push(message.text()))
  }

  static async open(browser: Browser, file?: string): Promise<PageAtHand> {
    const at = file ?? (await recoverPage())
    const hand = new PageAtHand(await browser.newPage({ acceptDownloads: true }), at)
    await hand.page.goto(`file://${at}`)
    return hand
  }

  async close(): Promise<void> {
    await this.page.context().close()
    rmSync(this.#downloads, { recursive: true, force: true })
  }

  async kit(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.setInputFiles('#kit', file)
    await this.settled()
  }

  /** @returns what is refused; null: nothing */
  async fingerprint(digits: string): Promise<string | null> {
    await this.page.fill('#fingerprint', digits)
    await this.page.press('#fingerprint', 'Enter')
    return await this.settled()
  }

  /** @returns what is refused; null: nothing */
  async card(text: string): Promise<string | null> {
    await this.page.fill('#card', text)
    await this.page.getByRole('button', { name: 'Take this card' }).click()
    return await this.settled()
  }

  async picture(file: string): Promise<string | null> {
    await this.page.setInputFiles('#picture', file)
    return await this.settled()
  }

  async open(passphrase: string): Promise<string | null> {
    await this.page.fill('#passphrase', passphrase)
    await this.page.press('#passphrase', 'Enter')
    return await this.settled()
  }

  /** What a button gives to the downloads. */
  async saved(button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const coming = this.page.waitForEvent('download')
    await this.page.getByRole('button', { name: button }).click()
    const download = await coming
    mkdirSync(this.#downloads, { recursive: true })
    const file = path.join(this.#downloads, 'saved')
    await download.saveAs(file)
    await this.settled()
    return { name: download.suggestedFilename(), bytes: readFileSync(file) }
  }

  async backup(files: string | string[]): Promise<void> {
    await this.page.setInputFiles('#backup', files)
  }

  /** Presses a button of the backup and waits. @returns what is refused; null: nothing */
  async restore(button: string): Promise<string | null> {
    await this.page.getByRole('button', { name: button }).click()
    return await this.settled()
  }

  /** When what was asked for is done: what is refused beside it, or null. */
  async settled(): Promise<string | null> {
    await this.page.waitForSelector('body:not([aria-busy])')
    const said = await this.page.locator('.problem:visible').allTextContents()
    return said.length === 0 ? null : said.join('\n')
  }

  text(selector: string): Promise<string> {
    return this.page.innerText(selector)
  }
}

/** A card of a golden quorum, as it is printed for a machine. */
export const cardText = (set: string, card: string): string =>
  readFileSync(golden(`${set}/cards/${card}.txt`), 'utf8')

/** The 40 words of a card. */
export const wordsOf = (set: string, card: string): string[] =>
  cardText(set, card)
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .join(' ')
    .split(/\s+/)
    .filter(word => /^[a-z]+$/.test(word))

export const passphraseOf = (set: string): string =>
  readFileSync(golden(`${set}/passphrase.txt`), 'utf8').trimEnd()

/** The first digits of a kit's fingerprint, as a card has them. */
export const digitsOn = (set: string, card: string): string =>
  (/Fingerprint\s+([0-9a-f ]+)/.exec(cardText(set, card))?.[1] ?? '').trim()

/** The tar archive in a backup, as Keyclave itself has it: with libsodium, and the Zstandard of Node. */
export async function archiveOf(file: string, identity: Buffer): Promise<Buffer> {
  const bytes = readFileSync(file)
  const parts: Buffer[] = []
  let at = 0
  await openBackup({
    source: {
      read: async into => {
        const read = bytes.copy(into, 0, at)
        at += read
        return read
      },
    },
    identity: Buffer.from(identity.toString().trim()),
    threads: 1,
    sink: {
      directory: async () => {},
      symlink: async () => {},
      file: async () => ({ write: async piece => piece.release(), close: async () => {} }),
    },
    onArchive: async pieces => {
      parts.push(...pieces.map(piece => Buffer.from(piece)))
    },
  })
  return Buffer.concat(parts)
}
