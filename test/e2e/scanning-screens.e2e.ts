/** The screens of scanning and checking cards: photographed, and searched by axe. */
import * as made from './made-up.ts'
import { inVault, playScenes, press, recovery, type Scene, section } from './scene.ts'

const CHECKS = [
  { index: 1, time: '2026-11-22T09:00:00.000Z', result: 'sound' as const },
  { index: 2, time: '2027-03-01T09:00:00.000Z', result: 'worn' as const },
]

const SCENES: readonly Scene[] = [
  {
    name: 'check-card',
    answers: { ...inVault, 'share.checks': { checks: CHECKS } },
    act: async page => {
      await section('Check a card')(page)
      await page.getByRole('cell', { name: 'sound', exact: true }).waitFor()
    },
  },
  {
    name: 'scanner-without-camera',
    answers: {
      ...recovery({
        step: 'shares',
        kit: made.kit,
        setId: made.SET_ID,
        shares: [],
        need: 3,
        missing: made.kit.custodians,
        complete: false,
        proposal: false,
        leaveUntil: null,
        passphrase: 'missing',
      }),
      'camera.open': null,
      'camera.close': null,
    },
    act: async page => {
      await press(page, 'Scan the card with the camera')
      await page.getByText(/CAMERA_(NONE|DENIED)/).waitFor()
    },
  },
]

playScenes('scanning', SCENES)
