/** A backup in volumes on several sticks: brought together and restored, by keyboard alone. */
import { expect, test } from '@playwright/test'
import type { Output } from '../../shared/contract.ts'
import { type KeyclaveError, refuse } from '../../shared/errors.ts'
import { type Answers, type FakeWindow, openFakeWindow } from './fake-window.ts'
import { pickerOf, refused } from './hands.ts'
import * as made from './made-up.ts'
import { lookAt, press, recovery } from './scene.ts'
import { strike, tabTo } from './tabbing.ts'

let window: FakeWindow
test.beforeAll(async () => {
  window = await openFakeWindow({ width: 1180, height: 800 })
})
test.afterAll(() => window.close())

const opened: Extract<Answers['recovery.state'], { step: 'open' }> = {
  ...{ step: 'open', kit: made.kit, setId: made.SET_ID, proved: true, opened: [] },
  shares: made.PEOPLE.slice(0, 3).map((custodian, i) => ({ index: i + 1, custodian })),
}

const NAME = 'office.tar.zst.age'
const nameOf = (number: number): string => `${NAME}.00${number}`
const SIZE = 4_000_000_000
type Here = NonNullable<Output<'backup.volumes'>['volumes']>

/** Which volumes are in the folder, of four. */
const gathered = (...numbers: readonly number[]): Here => ({
  ...{ file: made.TOKEN, path: `/media/usb-a/${NAME}` },
  here: numbers.map(number => ({ name: nameOf(number), size: SIZE })),
  missing: [1, 2, 3, 4].filter(number => !numbers.includes(number)).map(nameOf),
  mayFollow: null,
  known: { created: '2026-03-01T10:00:00.000Z', setId: made.SET_ID, size: 15_211_000_000 },
})

/** What is on the stick that is plugged in. */
const stickWith = (...numbers: readonly number[]): Output<'picker.list'> => ({
  ...{ ...made.listing, folder: '/media/usb-b' },
  entries: numbers.map(number => ({
    ...{ name: nameOf(number), path: `/media/usb-b/${nameOf(number)}`, kind: 'file' as const },
    ...{ leadsTo: null, size: SIZE, modified: '2026-03-01T10:00:00.000Z', hidden: false },
  })),
})

/** In the picker: chooses the one volume that is shown. */
async function chooseVolume(name: string): Promise<void> {
  const radio = pickerOf(window.page).getByRole('radio', { name: `Choose ${name}` })
  await radio.waitFor()
  await radio.check()
  await press(pickerOf(window.page), /^Choose$/)
}

test('each stick is asked for by the volume that is wanted next', async () => {
  const { page } = window
  const answers: (Output<'backup.gather'> | KeyclaveError)[] = [
    { volumes: gathered(2, 3), taken: [nameOf(2), nameOf(3)], beside: [] },
    refuse('VOLUME_OTHER', { path: `/media/usb-b/week.age.001`, name: NAME, problem: 'name' }),
    refuse('VOLUME_DAMAGED', {
      ...{ path: `/media/usb-b/${nameOf(1)}`, damaged: 3, blocks: 61_035, unreadable: 4096 },
    }),
    { volumes: gathered(1, 2, 3), taken: [nameOf(1)], beside: [`${NAME}.check`] },
    { volumes: gathered(1, 2, 3, 4), taken: [nameOf(4)], beside: [] },
  ]
  const asked: boolean[] = []
  let here = gathered(2, 3)
  await window.show({
    ...recovery(opened),
    'files.leftovers': { leftovers: [] },
    'picker.list': stickWith(2, 3),
    'backup.volumes': () => ({ volumes: here }),
    'backup.gather': ({ despiteDamage }) => {
      asked.push(despiteDamage)
      const answer = answers.shift() ?? refuse('VOLUME_HERE', { path: NAME, next: null })
      if (!('code' in answer)) here = answer.volumes
      return answer
    },
  })
  await strike(page, /^Choose Backup file$/)
  await chooseVolume(nameOf(2))
  await expect(page.getByText(`Wanted next: ${nameOf(1)}`)).toBeVisible()
  await lookAt(page, 'volumes-on-sticks')

  window.answer({ 'picker.list': made.listing })
  await strike(page, /^Choose Folder for all volumes$/)
  await press(pickerOf(page), /^Use “/)
  await strike(page, /^Copy 2 volumes there$/)
  await tabTo(page, /^Choose Next volume$/)
  await expect(page.getByText(`The drive may be pulled out now`)).toContainText(nameOf(1))

  window.answer({ 'picker.list': stickWith(1) })
  await strike(page, /^Choose Next volume$/)
  await chooseVolume(nameOf(1))
  await refused(page, 'VOLUME_OTHER')
  await strike(page, /^Change Next volume$/)
  await chooseVolume(nameOf(1))
  await refused(page, 'VOLUME_DAMAGED')
  await lookAt(page, 'volume-damaged')
  await strike(page, /^Take it as it is/)
  await expect(page.getByText(`Wanted next: ${nameOf(4)}`)).toBeVisible()

  window.answer({ 'picker.list': stickWith(4) })
  await strike(page, /^Choose Next volume$/)
  await chooseVolume(nameOf(4))
  await expect(page.getByText('All 4 are here.')).toBeVisible()
  await lookAt(page, 'volumes-all-here')
  expect(asked).toEqual([false, false, false, true, false])
})
