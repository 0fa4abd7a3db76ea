import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { Profile } from '../../../shared/roles.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Card, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatList } from '../../design/quantity.ts'
import { usePeople } from '../../session/people.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { useApprovals } from '../approval/approvals.tsx'
import { Answered, Page } from '../section/page.tsx'
import { ProfileChoice } from './profile-choice.tsx'

/** The whole policy on one page: what takes whose signatures, and which roles are kept apart. */
export function PolicySection() {
  const client = useClient()
  const { people, profile, follow } = usePeople()
  const { session } = useDesk()
  const { sign } = useApprovals()
  const [chosen, setChosen] = useState<Profile | null>(null)
  const shown = chosen ?? profile ?? 'strict'
  const policy = useAnswer('policy.show', { profile: shown })
  const change = useAction(async () => {
    const approval = await sign({ action: 'policy.change', profile: shown })
    if (approval === null) return
    follow(await client.call('policy.change', { profile: shown, approval }))
    setChosen(null)
  })
  const inForce = profile !== null && shown === profile
  const isOld = people !== null && people.oldPolicy !== null
  return (
    <Page
      title="Policy"
      lead="What takes whose signatures. Keyclave holds it, whatever a screen shows; one person counts once."
    >
      <ProfileChoice
        value={shown}
        onChange={next => {
          setChosen(next)
          change.forget()
        }}
      />
      {people !== null && profile === null && (
        <Notice kind="caution">
          <p>
            This vault has no people, so neither profile is in force: nobody signs. Name its first
            people under People.
          </p>
        </Notice>
      )}
      {inForce && isOld && (
        <>
          <Notice kind="caution">
            <p>
              {words.attention['policy-old']({
                kind: 'policy-old',
                number: people?.oldPolicy ?? 1,
                profile: shown,
              })}
            </p>
          </Notice>
          <Button
            busy={change.busy}
            disabled={session.vault?.readOnly === true}
            onClick={() => void change.run()}
          >
            Take the policy of this version…
          </Button>
        </>
      )}
      {inForce && !isOld && (
        <Notice kind="done">
          <p>This profile is in force in this vault.</p>
        </Notice>
      )}
      {profile !== null && !inForce && (
        <>
          <p>
            In force is the profile “{words.policy.profiles[profile].title}”. You are looking at “
            {words.policy.profiles[shown].title}”.
          </p>
          <Button
            busy={change.busy}
            disabled={session.vault?.readOnly === true}
            onClick={() => void change.run()}
          >
            Change to “{words.policy.profiles[shown].title}”…
          </Button>
        </>
      )}
      <Problem of={change.problem} />
      <Answered answer={policy}>{value => <PolicyTable of={value} />}</Answered>
    </Page>
  )
}

function PolicyTable({ of: { actions, apart } }: { of: Output<'policy.show'> }) {
  const { deeds, policy } = words
  return (
    <>
      <Card title="Who signs for what">
        <Table name="Who signs for what" columns={['What is to be done', 'Who signs']}>
          {actions.map(({ action, needs, waiver, available }) => (
            <tr key={action}>
              <th scope="row">{deeds[action].title}</th>
              <td>
                {formatList(needs.map(policy.need))}
                {waiver !== null && <div>Waiver: {policy.waivers[waiver].title}.</div>}
                {!available && <div>Not in this version: Keyclave cannot do it yet.</div>}
              </td>
            </tr>
          ))}
        </Table>
      </Card>
      <Card title="Roles that one person may not have together">
        <Table name="Roles that are kept apart" columns={['Roles', 'Because']}>
          {apart.map(({ roles, why }) => (
            <tr key={roles.join()}>
              <th scope="row">{policy.rolesTogether(roles)}</th>
              <td>{policy.apart[why]}</td>
            </tr>
          ))}
        </Table>
        <p>A custodian holds at most one share of a quorum.</p>
      </Card>
    </>
  )
}
