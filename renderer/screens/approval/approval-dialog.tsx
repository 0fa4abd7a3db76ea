import { Signature } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { entersRoom, isDated } from '../../../shared/deeds.ts'
import type { Json } from '../../../shared/json.ts'
import { KEY_REASONS, KEY_STATES } from '../../../shared/key-life.ts'
import { sayDeed } from '../../../shared/messages/index.ts'
import { PERSON_REASONS, PROFILES } from '../../../shared/roles.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { activePeople, type People, type Person, usePeople } from '../../session/people.tsx'
import { words } from '../../words.ts'
import { Why } from '../help/why.tsx'
import { PersonEntry } from '../person/person-entry.tsx'
import type { Approval, Deed } from './approval.ts'
import classes from './approval-dialog.module.css'

interface ApprovalDialogProps {
  readonly deed: Deed
  readonly first: Approval
  /** The approval's id, or null when it was given up. */
  readonly onDone: (id: string | null) => void
}

/** What is to be done, who must still sign, and each of them signing after the other. */
export function ApprovalDialog({ deed, first, onDone }: ApprovalDialogProps) {
  const client = useClient()
  const { people } = usePeople()
  const [approval, setApproval] = useState(first)
  const [over, setOver] = useState(false)
  const { id, satisfied, signed, next } = approval

  const sign = async (person: Person, secret: string): Promise<void> => {
    try {
      setApproval(await client.call('approval.sign', { approval: id, person: person.id, secret }))
    } catch (error) {
      if (asProblem(error).code !== 'APPROVAL_UNKNOWN') throw error
      setOver(true)
    }
  }
  const askAgain = useAction(async () => {
    setApproval(await client.call('approval.ask', { deed }))
    setOver(false)
  })
  const withdraw = useAction(async () => {
    await client.call('approval.withdraw', { approval: id })
    onDone(null)
  })
  const waiting = activePeople(people)
    .filter(({ id: who }) => next.includes(who))
    .sort((a, b) => Number(a.attempts.locked) - Number(b.attempts.locked))
  const { verb } = words.deeds[approval.deed.action]
  const doIt = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (satisfied) doIt.current?.focus()
  }, [satisfied])
  return (
    <Dialog
      title="Your signatures are needed"
      wide
      top={<WhatIsSigned of={approval} people={people} />}
      onCancel={() => void withdraw.run()}
    >
      {isDated(approval.deed.action) && (
        <p>
          This depends on the day. The clock of this machine said{' '}
          <Moment of={approval.asked} exact /> when signatures were asked for: whoever signs says
          that this is right.
        </p>
      )}
      <Signatures of={approval} />
      {over ? (
        <Notice kind="caution" live>
          <p>These signatures came too late. Ask for them again; each of you signs anew.</p>
        </Notice>
      ) : satisfied ? (
        <Notice kind="done" live>
          <p>
            Everybody who is needed has signed: {formatList(signed.map(({ name }) => name))}. It is
            done when you press “{verb}”.
          </p>
        </Notice>
      ) : people !== null && waiting.length === 0 ? (
        <Notice kind="caution" live>
          <p>
            Nobody in this vault who has not signed yet can give what is missing. Somebody with the
            role has to be added or reinstated first, under People.
          </p>
        </Notice>
      ) : (
        <PersonEntry
          question="Who signs now"
          people={waiting}
          verb="Sign"
          icon={<Signature size={18} aria-hidden="true" />}
          enter={sign}
        />
      )}
      {entersRoom(approval.deed.action) && !over && !satisfied && (
        <p>Whoever signs has come into the room by that, and does not sign in again.</p>
      )}
      <details className={classes.words}>
        <summary>What is signed, in words</summary>
        <HashWords name="What is signed, in words" words={approval.words} />
      </details>
      <p className={classes.ends}>
        The signatures are for this alone, and until <Moment of={approval.ends} />.
      </p>
      <Problem of={askAgain.problem ?? withdraw.problem} />
      <DialogButtons>
        <Button busy={withdraw.busy} onClick={() => void withdraw.run()}>
          Do not do it
        </Button>
        {over ? (
          <Button kind="primary" busy={askAgain.busy} onClick={() => void askAgain.run()}>
            Ask again
          </Button>
        ) : (
          <Button ref={doIt} kind="primary" disabled={!satisfied} onClick={() => onDone(id)}>
            {verb}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}

/** The sentence that is agreed to and the facts that are signed: nothing that is done below moves them. */
const WhatIsSigned = ({ of: { deed, name }, people }: { of: Approval; people: People | null }) => (
  <>
    <p className={classes.what} data-stays>
      {sayDeed(words, deed, name)}. <Why of="signatures" />
    </p>
    <Facts
      of={Object.entries(deed.terms).map(([term, value]) => [
        TERM_NAMES[term] ?? term,
        <TermValue key={term} name={term} of={textOf(value)} people={people} />,
      ])}
    />
  </>
)

const Signatures = ({ of: { signed, missing } }: { of: Approval }) => (
  <section className={classes.signers} aria-label="Signatures" aria-live="polite">
    <h3>Signatures</h3>
    <ul className={classes.list}>
      {signed.map(({ person, name, roles }) => (
        <li key={person}>
          <span>
            {name}, {words.policy.rolesTogether(roles)}
          </span>
          <Tag kind="good">signed</Tag>
        </li>
      ))}
      {missing.map(words.policy.need).map(who => (
        <li key={who}>
          <span>{who}</span>
          <Tag kind="waiting">missing</Tag>
        </li>
      ))}
    </ul>
  </section>
)

/** A term as text; one that is a list or an object, as JSON. */
const textOf = (value: Json): string | null =>
  value === null || typeof value === 'string' ? value : JSON.stringify(value)

/** What the terms of a statement are called (FORMAT: Signed log). */
const TERM_NAMES: { readonly [name: string]: string | undefined } = {
  subject: 'About',
  plan: 'Hash of the plan',
  record: 'Hash of the record',
  set: 'Set id',
  name: 'Name',
  roles: 'Roles',
  key: 'Public key',
  reason: 'Reason',
  profile: 'Profile',
  waivers: 'Waivers',
  person: 'Person',
  bag: 'Bag',
  backup: 'Backup',
  destination: 'Where to',
  policy: 'Policy',
  place: 'Place',
  months: 'Months',
  label: 'Label',
  purpose: 'Purpose',
  fingerprint: 'Fingerprint',
  from: 'State until now',
  to: 'State from then on',
  occurred: 'Suspect since',
  activates: 'First day',
  expires: 'May protect until',
  processUntil: 'Is read until',
  revision: 'Hash of what changes in the kit',
  recipient: 'Recipient',
  keys: 'Next versions',
  retired: 'Retired for them',
  protect: 'Months to protect',
  process: 'Months to read',
  rotate: 'Months to the next version',
  warn: 'Named so many days before',
}

interface TermValueProps {
  readonly name: string
  readonly of: string | null
  readonly people: People | null
}

/** Hashes in groups to be read aloud, people by name, codes in words: what is signed stays beside them. */
function TermValue({ name, of, people }: TermValueProps) {
  if (of === null) return 'none'
  if (/^[0-9a-f]{64}$/.test(of)) return <Fingerprint of={of} />
  if (name === 'keys' || name === 'retired') return <VersionList of={of} />
  if (/^\[("[\w-]+",?)*\]$/.test(of)) {
    return formatList((JSON.parse(of) as string[]).map(word => word.replaceAll('-', ' '))) || 'none'
  }
  const [, share, setId, index] = /^(?:(share)|quorum):([0-9a-f]{10})(?:\/(\d+))?$/.exec(of) ?? []
  if (setId !== undefined) return share ? `share ${index} of quorum ${setId}` : `quorum ${setId}`
  const words = inWords(name, of, people)
  return words === null ? of : `${words} (${of})`
}

/** Versions of keys, each by what nobody can give another one. */
const VersionList = ({ of }: { of: string }) => {
  const versions = JSON.parse(of) as readonly Partial<Signed<'key.rotate'>>[]
  if (versions.length === 0) return 'none'
  return (
    <ul>
      {versions.map(({ id, version, label, fingerprint }) => (
        <li key={`${id} ${version}`}>
          {label === undefined ? `${id}@${version}` : `${label}@${version} (${id})`}
          {fingerprint != null && <Fingerprint of={fingerprint} />}
        </li>
      ))}
    </ul>
  )
}
type Signed<Action> = Extract<Approval['deed'], { action: Action }>['terms'] extends {
  keys: readonly (infer Version)[]
}
  ? Version
  : never

/** What a code stands for; null when it is none. */
function inWords(name: string, of: string, people: People | null): string | null {
  if (name === 'reason') {
    const reason = PERSON_REASONS.find(other => other === of)
    if (reason !== undefined) return words.policy.reasons[reason]
    const ofKey = KEY_REASONS.find(other => other === of)
    return ofKey === undefined ? null : words.keys.reasons[ofKey]
  }
  if (name === 'from' || name === 'to') {
    const state = KEY_STATES.find(other => other === of)
    return state === undefined ? null : words.keys.states[state]
  }
  if (name === 'profile') {
    const profile = PROFILES.find(other => other === of)
    return profile === undefined ? null : words.policy.profiles[profile].title
  }
  if (name !== 'subject' && name !== 'person') return null
  if (of === 'policy:people') return 'the policy of this vault'
  const id = of.replace(/^person:/, '')
  return people?.people.find(person => person.id === id)?.name ?? null
}
