import { useEffect, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Input, Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Choice } from '../../design/choice.tsx'
import { words } from '../../words.ts'
import { PathChoice } from '../files/path-choice.tsx'
import { KITS } from '../files/wanted.ts'
import { isEnough, KitFingerprint } from '../kit-fingerprint.tsx'

type Kit = Input<'backup.create'>['kit']
type Quorum = Output<'vault.overview'>['quorums'][number]

interface KitChoiceProps {
  readonly quorums: readonly Quorum[]
  readonly kit: Kit | null
  readonly onChoose: (kit: Kit | null) => void
}

/** A quorum of the vault, or another one by its kit. The only quorum there is is chosen already. */
export function KitChoice({ quorums, kit, onChoose }: KitChoiceProps) {
  const client = useClient()
  const [facts, setFacts] = useState<Output<'kit.inspect'> | null>(null)
  const [byFile, setByFile] = useState(false)
  const [path, setPath] = useState<Chosen | null>(null)
  const [typed, setTyped] = useState('')
  const [first] = quorums
  useEffect(() => {
    if (kit === null && !byFile && first !== undefined) {
      onChoose({ kind: 'vault', setId: first.setId })
    }
  }, [kit, byFile, first, onChoose])

  const inspect = useAction(async (path: Chosen) => {
    setFacts(null)
    setTyped('')
    onChoose(null)
    setPath(path)
    const inspected = await client.call('kit.inspect', { kit: { kind: 'file', path } })
    setFacts(inspected)
    if (inspected.vouchedBy !== null) onChoose({ kind: 'file', path })
  })
  const fromFile = byFile || quorums.length === 0
  return (
    <>
      {quorums.length > 0 && (
        <Choice
          legend="Quorum"
          value={fromFile ? 'file' : kit?.kind === 'vault' ? kit.setId : ''}
          onChange={value => {
            setByFile(value === 'file')
            onChoose(value === 'file' ? null : { kind: 'vault', setId: value })
            setPath(null)
            setFacts(null)
          }}
          options={[
            ...quorums.map(({ setId, title, threshold, custodians }) => ({
              value: setId,
              title,
              hint: `any ${threshold} of ${custodians.length} people, together with the passphrase`,
            })),
            { value: 'file', title: 'Another one, by its recovery kit' },
          ]}
        />
      )}
      {fromFile && (
        <PathChoice
          label="Recovery kit"
          {...(facts && {
            hint: `${facts.title}: ${words.policy.quorum({ threshold: facts.threshold, count: facts.custodians.length })}`,
          })}
          wanted={KITS}
          path={path}
          problem={inspect.problem}
          onChoose={path => void inspect.run(path)}
        />
      )}
      {fromFile && facts !== null && facts.vouchedBy === null && path !== null && (
        <KitFingerprint
          typed={typed}
          onChange={value => {
            setTyped(value)
            onChoose(isEnough(value) ? { kind: 'file', path, fingerprint: value } : null)
          }}
        />
      )}
    </>
  )
}
