import type { ReactNode } from 'react'
import type { Action } from '../boundary/use-action.ts'
import { SecretField } from '../design/field.tsx'
import { Problem } from '../design/problem.tsx'

interface PassphraseEntryProps {
  readonly label?: string
  readonly hint?: ReactNode
  readonly value: string
  readonly onChange: (typed: string) => void
  /** What is done with it. */
  readonly run: Action<readonly []>
  /** Whether Enter does it. */
  readonly ready: boolean
  readonly paste?: 'allowed' | 'refused'
  /** Stands between the field and what was refused for another reason. */
  readonly children?: ReactNode
}

/** The passphrase of a quorum that exists: Enter goes on, and a refusal that is about it stands beside it. */
export function PassphraseEntry(props: PassphraseEntryProps) {
  const { label = 'Passphrase', hint, value, onChange, run, ready, children } = props
  const aboutIt = run.problem?.code.startsWith('PASSPHRASE_') === true
  return (
    <>
      <SecretField
        next
        label={label}
        hint={hint}
        value={value}
        problem={aboutIt ? run.problem : null}
        onChange={onChange}
        onPaste={props.paste === 'refused' ? event => event.preventDefault() : undefined}
        onKeyDown={event => {
          if (event.key === 'Enter' && ready) void run.run()
        }}
      />
      {children}
      <Problem of={aboutIt ? null : run.problem} />
    </>
  )
}
