import type { settingsCodes } from '../../../codes/settings.ts'
import type { SettingsProblem } from '../../../settings.ts'
import type { ErrorMessages } from '../../wording/messages.ts'

const PROBLEMS: { readonly [problem in SettingsProblem]: string } = {
  unreadable: 'cannot be read',
  'not-json': 'is not JSON',
  unfit: 'holds something that is no setting of Keyclave',
  later: 'was written by a later Keyclave',
}

export const settingsErrors: ErrorMessages<typeof settingsCodes> = {
  SETTINGS_DAMAGED: d =>
    `The settings in ${d.path} were not used, because the file ${PROBLEMS[d.problem]}. Keyclave goes on with the settings that it comes with. Save them anew in the window, or remove the file.`,
}
