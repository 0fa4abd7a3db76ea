import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Problem } from '../../design/problem.tsx'
import { useDesk } from '../../session/session.tsx'
import classes from './cover-setting.module.css'

const WAITS = [5, 15, 30, 60, 240] as const
const MINUTE = 60

const wordsFor = (minutes: number): string =>
  minutes < 60 ? `${minutes} minutes` : minutes === 60 ? 'one hour' : `${minutes / 60} hours`

/** After how long without anybody the screen covers itself; for this window. */
export function CoverSetting() {
  const client = useClient()
  const { session, refresh } = useDesk()
  const set = useAction(async (seconds: number) => {
    await client.call('app.setIdle', { seconds })
    await refresh()
  })
  const now = session.idleSeconds / MINUTE
  const waits = [...new Set([...WAITS, now])].sort((one, other) => one - other)
  return (
    <label className={classes.setting}>
      Covers itself after{' '}
      <select value={now} onChange={event => void set.run(Number(event.target.value) * MINUTE)}>
        {waits.map(minutes => (
          <option key={minutes} value={minutes}>
            {wordsFor(minutes)}
          </option>
        ))}
      </select>
      <Problem of={set.problem} />
    </label>
  )
}
