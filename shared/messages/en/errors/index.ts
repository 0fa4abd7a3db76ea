import type { Messages } from '../../wording/messages.ts'
import { ageErrors } from './age.ts'
import { backupErrors } from './backup.ts'
import { bundleErrors } from './bundle.ts'
import { ceremonyErrors } from './ceremony.ts'
import { commandLineErrors } from './command-line.ts'
import { custodyErrors } from './custody.ts'
import { deliveryErrors } from './delivery.ts'
import { destructionErrors } from './destruction.ts'
import { fileErrors } from './file.ts'
import { kitErrors } from './kit.ts'
import { logErrors } from './log.ts'
import { machineErrors } from './machine.ts'
import { mediumErrors } from './medium.ts'
import { passphraseErrors } from './passphrase.ts'
import { peopleErrors } from './people.ts'
import { planErrors } from './plan.ts'
import { printingErrors } from './printing.ts'
import { quorumErrors } from './quorum.ts'
import { recordErrors } from './record.ts'
import { recoveryErrors } from './recovery.ts'
import { scanErrors } from './scan.ts'
import { settingsErrors } from './settings.ts'
import { shareErrors } from './share.ts'
import { statusErrors } from './status.ts'
import { vaultErrors } from './vault.ts'
import { windowErrors } from './window.ts'

export const errors: Messages['errors'] = {
  ...ageErrors,
  ...backupErrors,
  ...bundleErrors,
  ...ceremonyErrors,
  ...commandLineErrors,
  ...custodyErrors,
  ...deliveryErrors,
  ...destructionErrors,
  ...fileErrors,
  ...kitErrors,
  ...logErrors,
  ...machineErrors,
  ...mediumErrors,
  ...passphraseErrors,
  ...peopleErrors,
  ...planErrors,
  ...printingErrors,
  ...quorumErrors,
  ...recordErrors,
  ...recoveryErrors,
  ...scanErrors,
  ...settingsErrors,
  ...shareErrors,
  ...statusErrors,
  ...vaultErrors,
  ...windowErrors,
}
