/** The screens of status lists, of a clock that is doubted, and of the report for an auditor. */
import { expect } from '@playwright/test'
import { refuse } from '../../shared/errors.ts'
import type { Answers } from './fake-window.ts'
import { pickerOf, showAll } from './hands.ts'
import * as room from './made-up-people.ts'
import { inVault, playScenes, press, type Scene, section } from './scene.ts'

const HASH = 'ab12cd34'.repeat(8)
const WORDS = [...room.words]
const ISSUED = '2026-11-27T10:00:00.000Z'
const NEXT = '2027-02-25T10:00:00.000Z'
const published = { number: 7, hash: HASH, words: WORDS, issued: ISSUED, nextIssue: NEXT }
const lists: Answers = { ...inVault, 'status.last': { last: published } }

const SCENES: readonly Scene[] = [
  {
    name: 'status-lists',
    answers: {
      ...lists,
      'status.draft': {
        ...{ issued: ISSUED, days: 90, size: 41, number: 8, list: HASH, previous: HASH },
        ...{ nextIssue: NEXT, words: WORDS },
        states: [
          { state: 'active', count: 3 },
          { state: 'compromised', count: 1 },
        ],
      },
      'status.publish': { ...published, number: 8, path: '/media/usb/status-list-8.json' },
    },
    act: async page => {
      await section('Status lists')(page)
      await press(page, 'Draw it up')
      await page.getByText('3 keys: in use and 1 key: compromised').waitFor()
      await press(page, 'Sign and save…')
      await press(pickerOf(page), 'Use this name')
      await page.getByText('/media/usb/status-list-8.json').waitFor()
    },
  },
  {
    name: 'status-list-revoked',
    answers: {
      ...lists,
      'status.last': { last: null },
      'status.check': {
        answer: {
          ...{ answer: 'revoked', since: '2026-11-20' },
          entry: {
            ...{ kind: 'master-key', id: '9f86d081884c7d65', version: 1, state: 'compromised' },
            ...{ since: '2026-11-20', occurred: '2026-11-01', reason: 'key-compromise' },
            ...{ replacedBy: 2, instruction: 'stop' },
          },
        },
        ...{ number: 7, organisation: 'Example Ltd', issued: ISSUED, nextIssue: NEXT, entries: 4 },
        ...{
          instead: 2,
          hash: HASH,
          words: WORDS,
          setId: '0123456789',
          kitFingerprint: 'ab12 '.repeat(8).trim(),
        },
      },
    },
    act: async page => {
      await section('Status lists')(page)
      await expect(page.getByRole('button', { name: 'Check the list' })).toBeDisabled()
      for (const what of ['Status list to check', 'Kit that you hold']) {
        await press(page, `Choose ${what}`)
        await showAll(page)
        await pickerOf(page).getByRole('radio', { name: 'Choose notes.txt' }).check()
        await press(pickerOf(page), /^Choose$/)
      }
      await page.getByRole('textbox', { name: 'Key' }).fill('video-root@1')
      await press(page, 'Check the list')
      await page.getByText('Revoked: compromised since').waitFor()
    },
  },
  {
    name: 'clock-doubted',
    answers: {
      ...lists,
      'status.draft': refuse('CLOCK_DOUBTFUL', {
        day: '1970-01-01',
        found: {
          kind: 'clock-before-program',
          time: '1970-01-01T00:10:00.000Z',
          made: '2026-11-21',
        },
      }),
      'clock.confirm': refuse('CLOCK_OTHER_DAY', { day: '1970-01-01' }),
    },
    act: async page => {
      await section('Status lists')(page)
      await press(page, 'Draw it up')
      await page.getByRole('textbox', { name: 'Day that this clock says' }).fill('2026-11-27')
      await press(page, 'The clock is right')
      await page.getByText('CLOCK_OTHER_DAY').waitFor()
    },
  },
  {
    name: 'compliance-report',
    answers: {
      ...lists,
      'compliance.report': { path: '/media/usb/compliance', keys: 4, deeds: 31, exceptions: 2 },
    },
    act: async page => {
      await section('Audit log')(page)
      await page.getByLabel('First day of the period').fill('2026-01-01')
      await page.getByLabel('Last day of the period').fill('2026-12-31')
      await press(page, 'Make the report…')
      await press(pickerOf(page), 'Use this name')
      await page.getByText('It holds 4 keys, 31 deeds and 2 exceptions.').waitFor()
    },
  },
]

playScenes('screens of status lists', SCENES)
