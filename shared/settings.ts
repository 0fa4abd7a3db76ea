/** What of the program can be set on a machine, with its limits and what it comes with (FORMAT: Settings). */
import './no-jit.ts'
import * as z from 'zod'

export const settings = z.strictObject({
  /** Minutes without a person after which the screen covers itself. */
  coverMinutes: z.int().min(1).max(240),
  /** Seconds after the last key for which a share or a passphrase stays on the screen. */
  glanceSeconds: z.int().min(15).max(900),
  /** What is printed on where nobody says otherwise. */
  paper: z.enum(['a4', 'letter']),
  appearance: z.enum(['system', 'light', 'dark']),
  largeType: z.boolean(),
})

export type Settings = z.infer<typeof settings>

/** Copying a card by hand takes about four minutes. */
export const DEFAULT_SETTINGS: Settings = {
  coverMinutes: 15,
  glanceSeconds: 300,
  paper: 'a4',
  appearance: 'system',
  largeType: false,
}

/** What can be wrong with the file that they are kept in. */
export const SETTINGS_PROBLEMS = ['unreadable', 'not-json', 'unfit', 'later'] as const
export type SettingsProblem = (typeof SETTINGS_PROBLEMS)[number]

/** Where settings stand: what holds, and what is wrong with the file where the defaults hold in its place. */
export const settingsStanding = z.strictObject({
  settings,
  /** The file, be it there or not. */
  path: z.string(),
  problem: z.enum(SETTINGS_PROBLEMS).nullable(),
})

export type SettingsStanding = z.infer<typeof settingsStanding>
