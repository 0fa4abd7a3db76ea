/** The screens of printing, with printers of every kind. */
import type { Output } from '../../shared/contract.ts'
import { refuse } from '../../shared/errors.ts'
import * as made from './made-up.ts'
import { ceremony, playScenes, press } from './scene.ts'

const PRINTERS: Output<'printing.printers'>['printers'] = [
  {
    ...{ name: 'Desk', description: 'Laser by the window', device: 'usb://HP/LaserJet%201020' },
    ...{ reach: 'cable', stopped: null, confirmed: false },
  },
  {
    ...{ name: 'Office_Jet', description: '', device: 'ipp://localhost:60000/ipp/print' },
    ...{ reach: 'this-machine', stopped: null, confirmed: true },
  },
  {
    ...{ name: 'Old', description: 'Old printer', device: 'parallel:/dev/lp0' },
    ...{ reach: 'cable', stopped: 'out of paper', confirmed: false },
  },
  {
    ...{ name: 'Floor_3', description: 'Third floor', device: 'ipps://10.0.0.5/ipp/print' },
    ...{ reach: 'network', stopped: null, confirmed: false },
  },
]

const printers = { 'printing.printers': { printers: PRINTERS } }

/** At the second custodian, whose card has come out of the printer. */
const printed = (removed: boolean) => {
  const state = made.inShares(1, true)
  const print = { printer: 'Desk', job: 17, removed, judged: false }
  const shares = state.shares.map(share => (share.index === 2 ? { ...share, print } : share))
  return ceremony({ ...state, shares })
}

playScenes('printing', [
  {
    name: 'print-card',
    answers: { ...ceremony(made.inShares(1)), ...printers },
    act: async page => {
      await press(page, 'Print the card…')
      await page.getByText('Laser by the window').click()
    },
  },
  {
    name: 'print-card-refused',
    answers: {
      ...ceremony(made.inShares(1)),
      ...printers,
      'ceremony.printCard': refuse('PRINTER_FAILED', {
        ...{ printer: 'Office_Jet', job: 17, why: 'paper jam', kept: true },
      }),
    },
    act: async page => {
      await press(page, 'Print the card…')
      await page.getByText('Office_Jet').first().click()
      await page.getByRole('button', { name: 'Print', exact: true }).click()
      await page.getByText('PRINTER_FAILED').waitFor()
    },
  },
  {
    name: 'print-card-printing',
    answers: { ...ceremony(made.inShares(1)), ...printers, 'ceremony.printCard': 'pending' },
    act: async page => {
      await press(page, 'Print the card…')
      await page.getByText('Office_Jet').first().click()
      await page.getByRole('button', { name: 'Print', exact: true }).click()
      await page.getByRole('button', { name: 'Stop printing' }).waitFor()
    },
  },
  {
    name: 'print-no-system',
    answers: {
      ...ceremony(made.inShares(1)),
      'printing.printers': refuse('PRINTER_SYSTEM', { problem: 'absent' }),
    },
    act: async page => {
      await press(page, 'Print the card…')
      await page.getByText('PRINTER_SYSTEM').waitFor()
    },
  },
  { name: 'print-question', answers: printed(true) },
  { name: 'print-question-kept', answers: printed(false) },
  {
    name: 'print-passphrase',
    answers: {
      ...ceremony({ step: 'passphrase', agreed: made.agreed }),
      ...printers,
      'ceremony.judgePassphrase': null,
      'ceremony.printPassphrase': { printer: 'Office_Jet', job: 3, removed: true },
    },
    act: async page => {
      await page.getByLabel('Passphrase', { exact: true }).fill('plank osmosis tidings')
      await press(page, 'Print the passphrase on a card…')
      await page.getByText('Office_Jet').first().click()
      await page.getByRole('button', { name: 'Print', exact: true }).click()
      await page.getByText('enter the passphrase once more').waitFor()
    },
  },
])
