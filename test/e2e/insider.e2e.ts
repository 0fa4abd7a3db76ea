/**
 * Somebody who belongs to the vault tries what he may not do: past the screens, by the calls that they
 * make. And on the screens: a key that is locked, and what to do then.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { fill, hears, press, refused } from './hands.ts'
import { approve, idOf, openCeremony, planOf } from './past-screens.ts'
import {
  ADMINISTRATOR,
  CUSTODIANS,
  enterPassphrase,
  foundPeople,
  OFFICER,
  passphraseOf,
  SECOND_ADMINISTRATOR,
  sign,
  WITNESS,
} from './people-in-room.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'

const PEOPLE = [ADMINISTRATOR, WITNESS, OFFICER, ...CUSTODIANS, SECOND_ADMINISTRATOR]

let window: RealWindow
/** For how much longer the machine says it has been running: no test waits for a wrong entry's delay. */
let ahead = 0

test.beforeAll(async () => {
  window = await openRealWindow({ uptime: () => performance.now() + ahead })
  mkdirSync(window.at('usb'))
  writeFileSync(window.at('notes.txt'), 'notes')
  await window.call('vault.create', { path: window.at('archive.vault') })
  await foundPeople(window, PEOPLE)
})
test.afterAll(() => window.close())

const suspension = async (name: string) => {
  const person = await idOf(window, name)
  return { action: 'person.suspend', person, reason: 'misconduct' } as const
}
const suspend = async (name: string, approval: string): Promise<unknown> => {
  const { person, reason } = await suspension(name)
  return window.call('people.suspend', { person, reason, approval })
}
const addHimself = {
  name: 'Mallory',
  contact: '',
  secret: 'his own zither 482915',
  again: 'his own zither 482915',
}

const ATTEMPTS: readonly (readonly [what: string, code: string, how: () => Promise<unknown>])[] = [
  [
    'begins a ceremony that nobody has approved',
    'APPROVAL_NEEDED',
    () =>
      window.call('ceremony.begin', {
        source: { kind: 'form', plan: planOf('His own', CUSTODIANS) },
      }),
  ],
  [
    'exchanges the plan after it was approved',
    'APPROVAL_VOID',
    async () => {
      const agreed = { kind: 'form', plan: planOf('Agreed', CUSTODIANS) } as const
      const { planHash } = await window.call('ceremony.checkPlan', { source: agreed })
      const deed = { action: 'ceremony.run', planHash } as const
      const approval = await approve(window, deed, [ADMINISTRATOR, WITNESS])
      const plan = planOf('Agreed', CUSTODIANS)
      const other = { ...plan, quorum: { ...plan.quorum, threshold: 2 } }
      return window.call('ceremony.begin', { source: { kind: 'form', plan: other }, approval })
    },
  ],
  [
    'names himself founder of the vault again',
    'PEOPLE_EXIST',
    () =>
      window.call('people.found', {
        profile: 'small-team',
        people: [
          { ...addHimself, roles: ['administrator'] },
          { ...addHimself, name: 'His friend', roles: ['witness'] },
        ],
      }),
  ],
  [
    'adds somebody with his signature alone',
    'APPROVAL_SHORT',
    async () => {
      const { draft } = await window.call('people.draft', { ...addHimself, roles: ['witness'] })
      const approval = await approve(window, { action: 'person.add', draft }, [ADMINISTRATOR])
      return window.call('people.add', { draft, approval })
    },
  ],
  [
    'signs twice, as if he were two',
    'APPROVAL_SHORT',
    async () => {
      const deed = await suspension('Ada Lovelace')
      const approval = await approve(window, deed, [ADMINISTRATOR, ADMINISTRATOR])
      return suspend('Ada Lovelace', approval)
    },
  ],
  [
    'has a custodian sign for a witness',
    'APPROVAL_SHORT',
    async () => {
      const { draft } = await window.call('people.draft', { ...addHimself, roles: ['witness'] })
      const signers = [ADMINISTRATOR, 'Ada Lovelace']
      const approval = await approve(window, { action: 'person.add', draft }, signers)
      return window.call('people.add', { draft, approval })
    },
  ],
  [
    'uses signatures against one person for another',
    'APPROVAL_VOID',
    async () => {
      const deed = await suspension('Ada Lovelace')
      return suspend('Grace Hopper', await approve(window, deed, [ADMINISTRATOR, WITNESS]))
    },
  ],
  [
    'uses signatures twice',
    'APPROVAL_UNKNOWN',
    // A second suspension would be refused for what it is: she is suspended. This one could be done again.
    async () => {
      const deed = await suspension('Hedy Lamarr')
      await suspend('Hedy Lamarr', await approve(window, deed, [ADMINISTRATOR, WITNESS]))
      const months = 4
      const schedule = { action: 'drill.schedule', months } as const
      const approval = await approve(window, schedule, [ADMINISTRATOR, WITNESS])
      await window.call('register.setInterval', { months, approval })
      return window.call('register.setInterval', { months, approval })
    },
  ],
  [
    'signs though he is suspended',
    'PERSON_STATE',
    async () => approve(window, await suspension('Ada Lovelace'), ['Hedy Lamarr']),
  ],
  [
    'gets rid of the only witness',
    'PERSON_LAST',
    async () => approve(window, await suspension(WITNESS), []),
  ],
  [
    'becomes administrator and custodian',
    'PERSON_ROLES',
    () => window.call('people.draft', { ...addHimself, roles: ['administrator', 'custodian'] }),
  ],
  [
    'loosens the policy with one signature',
    'APPROVAL_SHORT',
    async () => {
      const deed = { action: 'policy.change', profile: 'small-team' } as const
      const approval = await approve(window, deed, [ADMINISTRATOR, WITNESS])
      return window.call('policy.change', { profile: 'small-team', approval })
    },
  ],
  [
    'opens the vault’s ceremony to a share without its custodian',
    'ABSENT',
    async () => {
      await openCeremony(window, planOf('Watched', CUSTODIANS.slice(0, 3)))
      await window.call('signIn.out', { person: await idOf(window, 'Ada Lovelace') })
      const secret = 'plank osmosis tidings vanilla crisply harbor unmoving'
      await window.call('ceremony.found', { passphrase: secret, again: secret })
      return window.call('ceremony.showShare', { index: 1 })
    },
  ],
]

test.describe
  .serial('an insider', () => {
    for (const [what, code, how] of ATTEMPTS) {
      test(`${what}: ${code}`, async () => {
        await expect(how()).rejects.toThrow(new RegExp(`^${code}( |$)`))
      })
    }

    test('what he tried stands on the overview', async () => {
      const { page } = window
      await window.call('ceremony.abort', { cause: 'other' })
      await window.call('ceremony.leave', {})
      await window.reload()
      await hears(page, 'Overview')
      await expect(page.getByText(/refused action/)).toBeVisible()
    })

    test('ten wrong PINs lock a key, and the screen says what to do', async () => {
      const { page } = window
      const person = await idOf(window, ADMINISTRATOR)
      for (let wrong = 1; wrong <= 9; wrong += 1) {
        const entry = window.call('signIn.in', { person, secret: '999998' })
        await expect(entry).rejects.toThrow('PIN_WRONG')
        ahead += 1000 * 2 ** (wrong - 1)
      }
      await window.reload()
      await press(page, 'People')
      await press(page, 'Manage Grace Hopper')
      await page.getByText('They sign nothing until they are reinstated').click()
      await press(page, 'Ask for signatures')
      await enterPassphrase(page, 'Who signs now', ADMINISTRATOR, '999998')
      await expect(page.getByText(`The key of ${ADMINISTRATOR} is locked`)).toBeVisible()
      await sign(page, SECOND_ADMINISTRATOR, WITNESS)
      await expect(page.getByRole('row', { name: /Grace Hopper/ })).toContainText('suspended')
      await expect(page.getByRole('row', { name: ADMINISTRATOR })).toContainText('key locked')
    })

    test('others give the locked person a new key, and it signs', async () => {
      const { page } = window
      await press(page, `Manage ${ADMINISTRATOR}`)
      await page.getByText('The old key signs nothing from then on').click()
      await fill(page, 'PIN or passphrase', passphraseOf(ADMINISTRATOR))
      await fill(page, 'PIN or passphrase, once more', passphraseOf(ADMINISTRATOR))
      await press(page, 'Ask for signatures')
      await sign(page, SECOND_ADMINISTRATOR, WITNESS)
      await expect(page.getByRole('row', { name: ADMINISTRATOR })).not.toContainText('key locked')
      await press(page, 'Manage Grace Hopper')
      await press(page, 'Ask for signatures')
      await sign(page, ADMINISTRATOR, WITNESS)
      await expect(page.getByRole('row', { name: /Grace Hopper/ })).not.toContainText('suspended')
    })

    test('a PIN in place of a passphrase is refused beside its field', async () => {
      const { page } = window
      await press(page, 'Manage Grace Hopper')
      await fill(page, 'PIN or passphrase of Grace Hopper until now', passphraseOf('Grace Hopper'))
      await fill(page, 'PIN or passphrase', '123456')
      await fill(page, 'PIN or passphrase, once more', '123456')
      await press(page, 'Change it')
      await refused(page, 'PIN_STRICT')
      await press(page, 'Cancel')
    })
  })
