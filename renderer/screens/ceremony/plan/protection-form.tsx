import { Choice } from '../../../design/choice.tsx'
import { Card } from '../../../design/layout.tsx'
import { words } from '../../../words.ts'
import type { Plan } from '../frame/plan-people.ts'

interface ProtectionFormProps {
  readonly quorum: Plan['quorum']
  readonly onChange: (quorum: Plan['quorum']) => void
}

/** Two choices that most ceremonies leave as they are. */
export function ProtectionForm({ quorum, onChange }: ProtectionFormProps) {
  return (
    <Card title="Protection">
      <Choice
        legend="Kind of encryption"
        value={quorum.identity}
        onChange={identity => onChange({ ...quorum, identity })}
        options={[
          {
            value: 'hybrid',
            title: 'Hybrid (recommended)',
            hint: 'ML-KEM-768 and X25519 together: holds against quantum computers too. Opens with Keyclave, with a browser or Python alone, and with age from version 1.3.',
          },
          {
            value: 'classic',
            title: 'Classic',
            hint: 'X25519 alone: opens with any version of age, today. For things that lose their worth within some years.',
          },
        ]}
      />
      <Choice
        legend="What each guess at the passphrase costs"
        value={String(quorum.kdf) as '1' | '2' | '3'}
        onChange={kdf => onChange({ ...quorum, kdf: Number(kdf) as Plan['quorum']['kdf'] })}
        options={[
          { value: '3', title: `${words.policy.kdf[3]} (recommended)` },
          { value: '2', title: words.policy.kdf[2] },
          {
            value: '1',
            title: words.policy.kdf[1],
            hint: 'For machines with very little memory. A guess is cheaper for an attacker, too.',
          },
        ]}
      />
    </Card>
  )
}
