/** A whole ceremony, and a recovery with its cards, without a pointer: Tab, Enter, Space, arrows, and typing. */
import { mkdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { PASSPHRASE } from '../services/window.ts'
import { holdCeremony, recoverKey } from './by-keyboard.ts'
import { atPage } from './real-keyboard.ts'
import { openRealWindow } from './real-window.ts'

test('two custodians hold a ceremony by keyboard alone, and have its key back', async () => {
  const window = await openRealWindow()
  const { page, at } = window
  for (const drive of ['usb-a', 'usb-b']) mkdirSync(at(drive))
  const plan = {
    title: 'Keyboard ceremony',
    organisation: 'Example Archive Ltd',
    custodians: ['Ada Lovelace', 'Grace Hopper'],
    key: 'video-root',
    passphrase: PASSPHRASE,
    places: [at('usb-a'), at('usb-b')],
  } as const
  const hands = atPage(page)
  const cards = await holdCeremony(hands, plan)
  await hands.strike(/^Leave$/)
  await hands.hears('What are you here to do?')
  await recoverKey(hands, plan, cards)
  expect(readFileSync(at('usb-a', 'video-root.key'))).toHaveLength(32)
  await window.close()
})
