import { PROFILES, type Profile } from '../../../shared/roles.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Choice } from '../../design/choice.tsx'
import { Notice } from '../../design/notice.tsx'
import { words } from '../../words.ts'
import { Waivers } from './waivers.tsx'

interface ProfileChoiceProps {
  readonly value: Profile
  readonly onChange: (profile: Profile) => void
}

/** How strictly roles are kept apart. What the small team waives stands below it, to be read aloud. */
export function ProfileChoice({ value, onChange }: ProfileChoiceProps) {
  const policy = useAnswer('policy.show', { profile: value })
  const waivers = policy.state === 'ready' ? policy.value.waivers : []
  return (
    <>
      <Choice
        across
        legend="Profile"
        value={value}
        onChange={onChange}
        options={PROFILES.map(profile => ({ value: profile, ...words.policy.profiles[profile] }))}
      />
      {waivers.length > 0 && (
        <Notice kind="caution" live>
          <p>The small team does without these rules, and the log says so:</p>
          <Waivers of={waivers} />
        </Notice>
      )}
    </>
  )
}
