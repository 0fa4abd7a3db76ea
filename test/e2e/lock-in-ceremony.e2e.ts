/** A ceremony with people that is locked in the middle goes on afterwards, with its people. */
import { expect, test } from '@playwright/test'
import { approve, idOf, openCeremony, planOf } from './past-screens.ts'
import { ADMINISTRATOR, CUSTODIANS, foundPeople, OFFICER, WITNESS } from './people-in-room.ts'
import { openRealWindow } from './real-window.ts'

test('a lock in mid-ceremony leaves the room as it is, and signatures can be asked for again', async () => {
  const window = await openRealWindow()
  try {
    await window.call('vault.create', { path: window.at('archive.vault') })
    await foundPeople(window, [ADMINISTRATOR, WITNESS, OFFICER, ...CUSTODIANS])
    await openCeremony(window, planOf('Locked', CUSTODIANS))
    await window.call('app.lock', {})
    await window.call('app.unlock', {})
    expect((await window.call('app.session', {})).vault).not.toBeNull()
    expect((await window.call('signIn.list', {})).present).toHaveLength(7)
    const person = await idOf(window, 'Ada Lovelace')
    const deed = { action: 'person.suspend', person, reason: 'other' } as const
    await approve(window, deed, [ADMINISTRATOR, WITNESS])
  } finally {
    await window.close()
  }
})
