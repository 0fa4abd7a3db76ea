/** Leaving a form keeps a draft: what a person types or chooses on a screen is not held by the screen alone. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const SCREENS = path.resolve(import.meta.dirname, '../../renderer/screens')

/** Fields of plain text, and places that are chosen; a secret has a field of its own and no draft. */
const FIELDS = /<(?:TextField|PathChoice|KitFingerprint)\b/

/** Whose values are somebody else's: what shows the field is given them, or is a question of one moment. */
const WITHOUT_DRAFT: { readonly [file: string]: string } = {
  'backups/kit-choice.tsx':
    'a kit that has to be inspected anew before anything is encrypted to it',
  'ceremony/founding/room-check.tsx': 'room-step.tsx has the draft',
  'ceremony/plan/import-rows.tsx': 'plan-step.tsx has the draft',
  'ceremony/plan/key-rows.tsx': 'plan-step.tsx has the draft',
  'ceremony/plan/people-form.tsx': 'plan-step.tsx has the draft',
  'ceremony/plan/absent-rows.tsx': 'plan-step.tsx has the draft',
  'ceremony/plan/plan-form.tsx': 'plan-step.tsx has the draft',
  'ceremony/plan/policy-form.tsx': 'plan-step.tsx has the draft',
  'deliveries/asked-fields.tsx': 'hand-over.tsx has the drafts',
  'destruction/clock-doubt.tsx':
    'the day of today, typed for the one moment in which a clock is doubted',
  'keys/change-dialog.tsx':
    'the day of today, typed for the one moment in which a clock is doubted',
  'keys/days-fields.tsx': 'new-key-dialog.tsx and rotate-dialog.tsx have the drafts',
  'keys/reason-fields.tsx':
    'state-dialog.tsx, backup-key-state-dialog.tsx and quorum-compromise-dialog.tsx have the drafts',
  'picker/new-folder.tsx': 'the picker’s own question',
  'picker/folder.tsx': 'a place is chosen with it, and whoever asked keeps that',
  'help/help-view.tsx': 'a search, of which nothing is to be kept',
  'workspace/log-filter.tsx': 'a search, of which nothing is to be kept',
  'pages/finders-form.tsx': 'kit-pages-desk.tsx has the draft',
  'kit-fingerprint.tsx': 'given by kit-step.tsx, which has the draft',
  'people/person-fields.tsx': 'newcomers.ts has the draft, without the secrets',
  'recovery/backup-step.tsx': 'recovery-screen.tsx has the draft',
  'machine/clock-dialog.tsx': 'what a watch says at the moment it is typed',
  'machine/keyboard-dialog.tsx': 'keys that are tried out, of which nothing is to be kept',
  'clock/confirm-clock.tsx': 'the day of a clock is typed at the moment it is confirmed',
  'vault/vault-door.tsx': 'a vault is chosen once, and opened with the same key press',
}

const withFields = globSync('**/*.tsx', { cwd: SCREENS })
  .map(file => ({ file, source: readFileSync(path.join(SCREENS, file), 'utf8') }))
  .filter(({ source }) => FIELDS.test(source))

test('a screen with a form keeps what was typed in a draft', () => {
  assert.ok(withFields.length > 15)
  const lost = withFields
    .filter(({ file, source }) => !source.includes('useDraft') && !(file in WITHOUT_DRAFT))
    .map(({ file }) => file)
  assert.deepEqual(lost, [], 'use useDraft of renderer/session/drafts.tsx, or say why not')
})

test('no reason stands for a screen that has a draft or no form', () => {
  const files = new Set(
    withFields.filter(({ source }) => !source.includes('useDraft')).map(({ file }) => file),
  )
  assert.deepEqual(
    Object.keys(WITHOUT_DRAFT).filter(file => !files.has(file)),
    [],
  )
})

test('no draft is named after a secret', () => {
  for (const file of globSync('**/*.{ts,tsx}', { cwd: SCREENS })) {
    const source = readFileSync(path.join(SCREENS, file), 'utf8')
    for (const [call] of source.matchAll(/\[[^\]]*\]\s*=\s*useDraft/g)) {
      assert.doesNotMatch(call, /passphrase|secret|\bpin\b|words/i, file)
    }
  }
})
