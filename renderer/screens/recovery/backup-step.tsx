import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/problem.tsx'
import { Step } from '../../design/steps.tsx'
import { Volumes } from '../backups/volumes.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { BACKUPS } from '../files/wanted.ts'
import { useRecovery } from './state.ts'

/** The backup that is to be opened; without a kit, it is what tells whether the passphrase is right. */
export function BackupStep() {
  const { backup, setBackup, choose } = useRecovery()
  const goOn = useAction(() => choose(null))
  return (
    <Step
      instruction="Which backup do you want back? Its file is not secret."
      next="what is still missing. Nothing is restored before you say where to."
      actions={
        <>
          {backup !== null && (
            <Button large onClick={() => setBackup(null)}>
              Without a backup
            </Button>
          )}
          <Button kind="primary" large busy={goOn.busy} onClick={() => void goOn.run()}>
            Go on
          </Button>
        </>
      }
    >
      <PathChoice
        label="Backup file"
        hint="It ends in .tar.zst.age."
        wanted={BACKUPS}
        path={backup}
        onChoose={setBackup}
      />
      <Volumes file={backup} onGathered={setBackup} />
      <Problem of={goOn.problem} />
    </Step>
  )
}
