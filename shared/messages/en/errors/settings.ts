import type { settingsCodes } from '../../../codes/settings.ts'
import type { SettingsProblem } from '../../../settings.ts'
import type { ErrorMessages } from '../../wording/messages.ts'

const PROBLEMS: { readonly [problem in SettingsProblem]: string } = {
  unreadable: 'cannot be read',
  'not-json': 'is not JSON',
  unfit: 'holds something that is no setting of Keyclave',
  later: 'was written by a later Keyclave',
}

/** Said as a refusal in the window, and as a note at the command line, which goes on. */
export const settingsDamaged = (d: {
  readonly path: string
  readonly problem: SettingsProblem
}): string =>
  `The settings in ${d.path} were not used, because the file ${PROBLEMS[d.problem]}. Keyclave goes on with the settings that it comes with. Save them anew in the window, or remove the file.`

export const settingsErrors: ErrorMessages<typeof settingsCodes> = {
  SETTINGS_DAMAGED: settingsDamaged,
}
