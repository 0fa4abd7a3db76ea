import { useEffect, useEffectEvent, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Input, Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Facts, Fingerprint } from '../../design/facts.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Step } from '../../design/steps.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { homeOf, useDesk } from '../../session/session.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { KITS } from '../files/wanted.ts'
import { isEnough, KitFingerprint } from '../kit-fingerprint.tsx'
import { KitNotes, kitRows } from '../kit-notes.tsx'
import { type RecoveryState, useRecovery } from './state.ts'

type KitSource = NonNullable<Input<'recovery.begin'>['kit']>
type Quorum = Output<'vault.overview'>['quorums'][number]

/** With the kit, everything can be opened and each card is checked by name; without it, backups. */
export function KitStep({ state }: { state: Exclude<RecoveryState, { step: 'ended' }> }) {
  const client = useClient()
  const { go, refresh, session } = useDesk()
  const { follow, choose } = useRecovery()
  const [way, setWay] = useDraft<string>('recovery kit, which', 'file')
  const [path, setPath] = useDraft<Chosen | null>('recovery kit, file', null)
  const [quorums, setQuorums] = useState<readonly Quorum[]>([])
  const [facts, setFacts] = useState<Output<'kit.inspect'> | null>(null)
  const [typed, setTyped] = useDraft('recovery kit, fingerprint', '')

  const vaultOpen = session.vault !== null
  useEffect(() => {
    if (!vaultOpen) return
    client.call('vault.overview', {}).then(
      overview => setQuorums(overview.quorums.filter(({ state }) => state === 'in-force')),
      () => setQuorums([]), // the kit's file is still there to be chosen
    )
  }, [client, vaultOpen])

  const onDraft = useEffectEvent(() => {
    if (way === 'file' && path !== null) void inspect.run({ kind: 'file', path })
  })
  // Whoever comes back to a file that was chosen sees what it is.
  useEffect(() => onDraft(), [])

  const source: KitSource | null =
    way === 'file'
      ? path === null
        ? null
        : { kind: 'file', path, ...(typed === '' ? {} : { fingerprint: typed }) }
      : way === 'none'
        ? null
        : { kind: 'vault', setId: way }

  const inspect = useAction(async (kit: KitSource) => {
    setFacts(null)
    setFacts(await client.call('kit.inspect', { kit }))
  })
  const begin = useAction(async () => {
    const call = state.step === 'none' ? 'recovery.begin' : 'recovery.chooseKit'
    follow(await client.call(call, { kit: source }))
    await choose(null)
  })
  const vouched = facts !== null && facts.vouchedBy !== null
  const ready =
    way === 'none' || (source !== null && facts !== null && (vouched || isEnough(typed)))

  return (
    <Step
      instruction="Do you have the recovery kit? It is a file, and it is not secret."
      next={
        state.step === 'open'
          ? 'what lies in the kit can be opened, too.'
          : 'the custodians enter their share cards, one after the other. The kit can be changed, or come later.'
      }
      actions={
        <>
          {state.step === 'none' ? (
            <Button large onClick={() => void refresh().then(now => go(homeOf(now)))}>
              Leave
            </Button>
          ) : (
            <Button large onClick={() => void choose(null)}>
              Back
            </Button>
          )}
          <Button
            kind="primary"
            large
            busy={begin.busy}
            disabled={!ready}
            onClick={() => void begin.run()}
          >
            {way === 'none' ? 'Go on without a kit' : 'Go on with this kit'}
          </Button>
        </>
      }
    >
      <Choice
        legend="Recovery kit"
        value={way}
        onChange={next => {
          setWay(next)
          setFacts(null)
          inspect.forget()
          const known = quorums.find(({ setId }) => setId === next)
          if (known) void inspect.run({ kind: 'vault', setId: known.setId })
          if (next === 'file' && path !== null) void inspect.run({ kind: 'file', path })
        }}
        options={[
          {
            value: 'file',
            title: 'Yes, as a file',
            hint: 'kit.json, from a drive or from beside a backup.',
          },
          ...quorums.map(({ setId, title, custodians, threshold }) => ({
            value: setId,
            title: `The one in the open vault: ${title}`,
            hint: `${threshold} of ${custodians.length} shares · set ${setId}`,
          })),
          {
            value: 'none',
            title: 'No',
            hint: 'Backups and the quorum’s identity can still be opened. A wrong card cannot be named at once.',
          },
        ]}
      />
      {way === 'file' && (
        <PathChoice
          label="Kit file"
          wanted={KITS}
          path={path}
          problem={inspect.problem}
          onChoose={chosen => {
            setPath(chosen)
            setTyped('')
            void inspect.run({ kind: 'file', path: chosen })
          }}
        />
      )}
      {way !== 'file' && <Problem of={inspect.problem} />}
      {facts !== null && way !== 'none' && (
        <Card title={facts.title}>
          <Facts
            of={[
              ['Organisation', facts.organisation],
              ...kitRows(facts),
              ...(vouched
                ? ([['Fingerprint', <Fingerprint key="kit" of={facts.fingerprint} />]] as const)
                : []),
            ]}
          />
          {vouched ? (
            <Notice>
              <p>The vault’s log knows this kit. Its fingerprint stands on every card, too.</p>
            </Notice>
          ) : (
            <KitFingerprint
              typed={typed}
              onChange={value => {
                setTyped(value)
                begin.forget()
              }}
            />
          )}
          {facts.unproved.length > 0 && (
            <Notice kind="caution">
              <p>
                Something was added to this kit after the founding ceremony, and nothing here proves
                it. It will not be opened. With the vault that recorded it, it will.
              </p>
            </Notice>
          )}
          <KitNotes of={facts} />
        </Card>
      )}
      <Problem of={begin.problem} />
    </Step>
  )
}
