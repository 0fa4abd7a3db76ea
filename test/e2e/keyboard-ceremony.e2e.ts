/** A whole ceremony without a pointer: Tab, Enter, Space, arrows, and typing. */
import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { PASSPHRASE } from '../services/window.ts'
import { copyCard, hears } from './hands.ts'
import { openRealWindow } from './real-window.ts'
import { focused, strike, tabTo, typeInto } from './tabbing.ts'

const CUSTODIANS = ['Ada Lovelace', 'Grace Hopper']

test('two custodians hold a ceremony by keyboard alone', async () => {
  const window = await openRealWindow()
  const { page, at } = window
  for (const drive of ['usb-a', 'usb-b']) mkdirSync(at(drive))

  await strike(page, /^Start a ceremony$/)
  await hears(page, 'Say what this ceremony is for')
  await typeInto(page, /^Title$/, 'Keyboard ceremony')
  await typeInto(page, /^Organisation$/, 'Example Archive Ltd')
  for (const [i, name] of CUSTODIANS.entries()) {
    await typeInto(page, new RegExp(`^Custodian ${i + 1}$`), name)
  }
  while ((await page.getByRole('textbox', { name: /^Custodian \d/ }).count()) > CUSTODIANS.length) {
    await strike(page, /^Remove custodian 3\b/i)
  }
  await typeInto(page, /^How many of them are enough$/, '2')
  await strike(page, /^Remove key 1/i)
  await tabTo(page, /^KDF profile 3/)
  for (let step = 0; step < 2; step += 1) await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toMatch(/^KDF profile 1/)
  await strike(page, /^Check the plan$/)
  await strike(page, /^We agree: begin$/)

  await hears(page, /did not pass|passed every check/)
  const open = await page.getByRole('textbox', { name: /^Why go on/ }).count()
  for (let i = 0; i < open; i += 1) {
    await typeInto(page, /^Why go on/, 'a test machine')
    await page.keyboard.press('Tab') // out of it, to the next one
  }
  await strike(page, /^Go on/)
  await hears(page, 'The computer makes the randomness')
  await strike(page, /^Go on/)

  await hears(page, 'The recovery officer chooses the passphrase')
  await typeInto(page, /^Passphrase$/, PASSPHRASE)
  await typeInto(page, /^Passphrase, once more$/, PASSPHRASE)
  await strike(page, /^Make the keys$/)
  await hears(page, 'The keys are made and sealed')
  await strike(page, /^They are written down$/)

  for (const custodian of CUSTODIANS) {
    await hears(page, `Only ${custodian} looks at the screen now.`)
    await strike(page, /^Show my share$/)
    const words = await copyCard(page)
    await strike(page, /^The card is written: read it back$/)
    await tabTo(page, /^Word 1$/)
    for (const word of words) await page.keyboard.type(`${word.slice(0, 4)} `)
    await strike(page, /^Check the card$/)
  }
  await hears(page, 'Every card has been read back')
  await strike(page, /^Go on to the proof$/)
  await typeInto(page, /^Passphrase$/, PASSPHRASE)
  await page.keyboard.press('Enter')
  await hears(page, 'Recovery works')
  await strike(page, /^Go on to the close$/)
  for (const [button, drive] of [
    [/^Choose the first place/, 'usb-a'],
    [/^Choose the second place/, 'usb-b'],
  ] as const) {
    await strike(page, button)
    await typeInto(page, /^Folder$/, at(drive))
    await page.keyboard.press('Enter')
    await strike(page, new RegExp(`^Use “${drive}”$`))
  }
  await strike(page, /^Close the ceremony$/)
  await hears(page, 'The ceremony is closed')
  await window.close()
})
