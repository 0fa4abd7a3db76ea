/** A ceremony as the people in the room do it, step by step, in the window. */
import { expect, type Page } from '@playwright/test'
import { copyCard, enterCard, fill, hears, press, takeFolder } from './hands.ts'

export const CUSTODIANS = [
  'Ada Lovelace',
  'Grace Hopper',
  'Katherine Johnson',
  'Hedy Lamarr',
  'Zoë Annie',
]

export async function planTheCeremony(page: Page): Promise<void> {
  await hears(page, 'Say what this ceremony is for')
  await fill(page, 'Title', 'Root key ceremony 2026')
  await fill(page, 'Organisation', 'Example Archive Ltd')
  for (const [i, name] of CUSTODIANS.entries()) await fill(page, `Custodian ${i + 1}`, name)
  await expect(
    page.getByText('Any 3 of these 5 people, together with the passphrase'),
  ).toBeVisible()
  await fill(page, 'Label', 'video-root')
  await fill(page, 'Purpose', 'content encryption')
  await page.getByLabel('Expires').fill('2999-01-01')
  await page.getByText('64 MiB of memory').click()
  await press(page, 'Check the plan')
  await hears(page, 'Does everybody in this room agree')
  await press(page, 'We agree: begin')
}

/** Nothing in a test machine is fit for a ceremony; the reasons say so. */
export async function checkTheRoom(page: Page): Promise<void> {
  await hears(page, /did not pass|passed every check/)
  const reasons = page.getByRole('textbox', { name: /^Why go on/ })
  for (const box of await reasons.all()) await box.fill('A rehearsal on a test machine')
  await press(page, /^Go on/)
}

export async function rollDice(page: Page, rolls: string): Promise<void> {
  await hears(page, 'The computer makes the randomness')
  await page.getByRole('button', { name: 'Rolled 1' }).focus()
  for (const [i, roll] of [...rolls].entries()) {
    await page.keyboard.press(roll)
    await expect(page.getByText(`${i + 1} roll`)).toHaveCount(2)
  }
  await press(page, /^Go on with/)
}

/** The officer lets Keyclave make a passphrase, writes it down, and enters it twice. */
export async function choosePassphrase(page: Page): Promise<string> {
  await hears(page, 'The recovery officer chooses the passphrase')
  await press(page, 'Make a passphrase and show it')
  const shown = page.getByRole('region', { name: 'The passphrase' })
  await expect(shown).toBeVisible()
  const passphrase = (await shown.getByRole('listitem').allInnerTexts()).join(' ')
  await press(page, 'I have written it down: hide it')
  await expect(shown).toHaveCount(0)
  await fill(page, 'Passphrase', passphrase)
  await fill(page, 'Passphrase, once more', passphrase)
  await press(page, 'Make the keys')
  return passphrase
}

/** One custodian sees the share, copies it, and reads it back. */
export async function takeCard(page: Page, custodian: string): Promise<string[]> {
  await hears(page, `Only ${custodian} looks at the screen now.`)
  await expect(page.getByRole('region', { name: /^Share of/ })).toHaveCount(0)
  await press(page, 'Show my share')
  const words = await copyCard(page)
  await press(page, 'The card is written: read it back')
  await enterCard(page, words)
  await press(page, 'Check the card')
  return words
}

export async function proveAndClose(
  page: Page,
  passphrase: string,
  places: readonly string[],
): Promise<void> {
  await press(page, 'Go on to the proof')
  await fill(page, 'Passphrase', passphrase)
  await press(page, 'Prove recovery')
  await hears(page, 'Recovery works')
  await press(page, 'Go on to the close')
  for (const [i, place] of places.entries()) {
    await press(page, i === 0 ? 'Choose the first place…' : 'Choose the second place…')
    await takeFolder(page, place)
  }
  await press(page, 'Close the ceremony')
  await hears(page, 'The ceremony is closed')
}
