/** A key handed over from its page, over a real office: checked, compared, packed with the opened quorum, noted. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { wordsOf } from '../cli/command-line.ts'
import { awsParameters } from '../core/deliveries/sides.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { fill, hears, nameNew, press, takeFile } from './hands.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'
import { lookAt } from './scene.ts'

let office: Office
let window: RealWindow
test.beforeAll(async () => {
  office = await openOffice('classic', true)
  const { desk } = office
  const until = new Date(Date.now() + 20 * 3_600_000).toISOString()
  writeFileSync(desk.at('params.json'), awsParameters({ ParametersValidTo: until }))
  window = await openRealWindow({ stateFolder: desk.at('state') }, desk.path)
  await window.call('vault.open', { path: desk.at('office.vault'), readOnly: false })
  await window.reload()
})
test.afterAll(async () => {
  await window.close()
  office.desk.remove()
})

const choose = (page: Page, name: RegExp): Promise<void> =>
  page.getByRole('radio', { name }).check()
const region = (page: Page, name: string) => page.getByRole('table', { name })

test('a key goes to another system: what would be refused there is said first, and the package is read back', async () => {
  const { page } = window
  const { desk } = office
  await press(page, 'Keys')
  await region(page, 'Keys')
    .getByRole('button', { name: /video-root/ })
    .click()
  await hears(page, 'video-root')
  await expect(page.getByText('It was never handed to another system')).toBeVisible()
  await press(page, 'Hand video-root@1 over…')
  await hears(page, 'Hand over video-root@1')
  await choose(page, /^What takes keys online alone/)
  await expect(page.getByText('Nothing can be brought there over the gap.')).toBeVisible()
  await choose(page, /^Video/)
  await choose(page, /^FFmpeg, HLS AES-128.*It does not take this key/)
  await press(page, 'Check')
  await expect(page.getByRole('alert')).toContainText('DELIVERY_KEY_SIZE')
  await choose(page, /^Key management of a cloud/)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await choose(page, /^AWS KMS/)
  await lookAt(page, 'delivery-where')
  await press(page, 'Choose Import parameters')
  await takeFile(page, desk.at('params.json'))
  await press(page, 'Check')
  await expect(page.getByRole('heading', { name: 'It can go to AWS KMS' })).toBeVisible()
  await expect(page.getByText('RSA-4096 of the other side')).toBeVisible()
  const words = page.getByRole('list', { name: 'The fingerprint in words' }).getByRole('listitem')
  await expect(words).toHaveCount(32)
  const open = page.getByRole('button', { name: 'Open the quorum for it…' })
  await expect(open).toBeDisabled()
  await fill(page, 'Fingerprint, as the other side reads it out', '0'.repeat(64))
  await press(page, 'Compare')
  await expect(page.getByRole('alert')).toContainText('DELIVERY_FINGERPRINT')
  const said = (await words.allInnerTexts()).map(text => text.replaceAll(/[\d\s]/g, ''))
  await fill(page, 'Fingerprint, as the other side reads it out', said.join(' '))
  await press(page, 'Compare')
  await expect(open).toBeEnabled()
  await lookAt(page, 'delivery-checked')
  await open.click()
  await hears(page, /card/)

  // Cards and passphrase come in as at every recovery (job.e2e.ts).
  for (const card of office.cards.slice(0, 3)) {
    await window.call('share.add', {
      for: 'recovery',
      card: { kind: 'words', words: [...wordsOf(card)] },
    })
  }
  await window.call('recovery.open', {
    passphrase: readFileSync(desk.at('pass.txt'), 'utf8').trim(),
  })
  await window.reload()
  await hears(page, 'The quorum is open. What do you need?')
  await expect(page.getByRole('heading', { name: 'Hand a key over' })).toBeVisible()
  await lookAt(page, 'delivery-make')
  await press(page, 'Choose New folder for the package')
  await nameNew(page, desk.at('for-kms'))
  await press(page, 'Hand it over…')
  await expect(page.getByRole('status').first()).toContainText('Every file was read back')
  expect(readdirSync(desk.at('for-kms'))).toContain('EncryptedKeyMaterial.bin')
  await expect(region(page, 'Files of the package')).toContainText('SHA256SUMS')
  await expect(page.getByRole('button', { name: 'Print: The receipt' })).toBeVisible()
  await expect(page.getByText('aws kms import-key-material')).toBeVisible()
  await expect(region(page, 'Opened so far')).toContainText('Key handed over')
  await lookAt(page, 'delivery-made')
  await window.call('recovery.end', {})
  await window.call('recovery.leave', {})
  await window.reload()

  await press(page, 'Keys')
  await region(page, 'Keys')
    .getByRole('button', { name: /video-root/ })
    .click()
  const places = region(page, 'Where it was handed over')
  await expect(places).toContainText('AWS KMS (arn:aws:kms:')
  await expect(places).toContainText('Nobody has said whether it arrived')
  await press(page, /^Note… What became of delivery/)
  const dialog = page.getByRole('dialog')
  await lookAt(page, 'delivery-note')
  await dialog.getByRole('button', { name: 'Note it' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(places).toContainText('It arrived')
  await press(page, 'Mark as compromised: video-root@1')
  await dialog.getByRole('button', { name: 'Mark as compromised', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('may still be in use here:')).toBeVisible()
  await expect(page.getByText('Disable the key. It works within seconds')).toBeVisible()
  await lookAt(page, 'key-delivered')
  // It goes nowhere to protect anything anew; to be read elsewhere it goes only when people say that they know.
  await press(page, 'Hand video-root@1 over to read…')
  await expect(page.getByRole('radio', { name: /^Protect anew/ })).toHaveCount(0)
  await expect(page.getByText('It is compromised.')).toBeVisible()
  const check = page.getByRole('button', { name: 'Check', exact: true })
  await expect(check).toBeDisabled()
  await page.getByRole('checkbox', { name: /^We know/ }).check()
  await expect(check).toBeEnabled()
  await lookAt(page, 'delivery-to-read')
})
