/** Every screen of custody over time: the share register, a drill, a re-issue. */

import { refuse } from '../../shared/errors.ts'
import type { Answers } from './fake-window.ts'
import { pickerOf, showAll } from './hands.ts'
import * as made from './made-up.ts'
import * as custody from './made-up-custody.ts'
import * as room from './made-up-people.ts'
import { inVault, playScenes, press, type Scene, section } from './scene.ts'

const vault: Answers = {
  ...inVault,
  'people.list': room.people(['Joan Clarke', 'Radia Perlman']),
  'register.list': custody.register,
  'kit.inspect': made.inspectedKit,
}
const drill = (state: Extract<Answers['drill.state'], { step: string }>): Answers => ({
  ...vault,
  'drill.state': state,
})
const holdDrill = async (page: Parameters<ReturnType<typeof section>>[0]): Promise<void> => {
  await section('Share register')(page)
  await press(page, 'Hold a drill…')
}
const ceremony = (state: Extract<Answers['ceremony.state'], { step: string }>): Answers => ({
  ...vault,
  'app.session': {
    ...made.session,
    vault: { path: made.overview.path, readOnly: false },
    ceremony: true,
  },
  'ceremony.state': state,
})

const SCENES: readonly Scene[] = [
  { name: 'register', answers: vault, act: section('Share register') },
  {
    name: 'register-empty',
    answers: { ...vault, 'register.list': { quorums: [], drills: [], interval: 12 } },
    act: section('Share register'),
  },
  {
    name: 'register-note',
    answers: vault,
    act: async page => {
      await section('Share register')(page)
      await press(page, 'Note where card 4 is')
    },
  },
  {
    name: 'attention',
    answers: {
      ...vault,
      'vault.overview': {
        ...made.overview,
        attention: [
          {
            ...{ kind: 'ceremony-interrupted', ceremony: 'c2', title: 'First try' },
            opened: '2026-11-20T10:00:00.000Z',
            destroy: [
              { setId: made.SET_ID, index: 1, custodian: 'Joan Clarke' },
              { setId: made.SET_ID, index: 2, custodian: 'Radia Perlman' },
            ],
          },
          { kind: 'custodian-gone', setId: made.SET_ID, index: 2, name: 'Radia Perlman' },
          { kind: 'drill-overdue', setId: made.SET_ID, due: '2026-10-01T00:00:00.000Z' },
          { kind: 'checks-overdue', setId: made.SET_ID, shares: [2, 4] },
        ],
      },
    },
    act: async page => {
      await page.getByText('Destroy card 1 (Joan Clarke) and card 2 (Radia Perlman), set').waitFor()
      const gone = page.getByRole('listitem').filter({ hasText: 'Radia Perlman has left' })
      await gone.getByRole('button', { name: 'Replace this quorum…' }).waitFor()
    },
  },
  {
    name: 'import-kit',
    answers: {
      ...vault,
      'kit.inspect': {
        ...made.inspectedKit,
        reformatted: true,
        keys: [...made.keys, { ...made.key('film-root', 'content encryption'), version: 2 }],
        proofs: [
          ...made.inspectedKit.proofs,
          {
            item: { key: made.key('film-root', '').id, version: 2 },
            proof: { by: 'revision', revision: 1, signers: ['Joan Clarke', 'Radia Perlman'] },
          },
        ],
      },
      'kit.checkImport': refuse('KIT_FINGERPRINT', {
        ...{ setId: made.SET_ID, groups: [1, 2], typed: 2 },
      }),
    },
    act: async page => {
      await section('Ceremonies')(page)
      await press(page, 'Import a kit…')
      await press(page, 'Choose Kit file')
      await showAll(page)
      await pickerOf(page).getByRole('radio', { name: 'Choose kit-9c41e07b52.json' }).check()
      await press(pickerOf(page), /^Choose$/)
      await page.getByText('signed by Joan Clarke and Radia Perlman').waitFor()
      await page.getByLabel('Kit fingerprint on a share card').fill('0000 0000')
      await press(page, 'Ask for signatures')
      await page.getByText('KIT_FINGERPRINT', { exact: true }).waitFor()
      await page.getByText('Another program has reformatted this file').waitFor()
    },
  },
  { name: 'drill', answers: drill({ step: 'none' }), act: holdDrill },
  { name: 'drill-cards', answers: drill(custody.drillShares(1)), act: holdDrill },
  {
    name: 'drill-passphrase',
    answers: {
      ...drill(custody.drillShares(3)),
      'drill.run': refuse('PASSPHRASE_WRONG', { against: 'kit' }),
    },
    act: async page => {
      await holdDrill(page)
      await press(page, 'Go on to the passphrase')
      await page.getByLabel('Passphrase', { exact: true }).fill('plank osmosis')
      await press(page, 'Prove it')
      await page.getByText('PASSPHRASE_WRONG').waitFor()
    },
  },
  { name: 'drill-held', answers: drill(custody.drillHeld), act: holdDrill },
  {
    name: 'reissue-plan',
    answers: { ...vault, 'ceremony.state': { step: 'none' }, 'keys.list': custody.sealedKeys },
    act: async page => {
      await section('Share register')(page)
      await press(page, 'Replace this quorum…')
    },
  },
  { name: 'reissue-old-cards', answers: ceremony(custody.oldQuorum(1)) },
  {
    name: 'reissue-old-passphrase',
    answers: ceremony(custody.oldQuorum(3)),
    act: page => press(page, 'Go on to the passphrase'),
  },
  { name: 'reissue-closed', answers: ceremony(custody.reissueClosed) },
]

playScenes('screens of custody', SCENES)
