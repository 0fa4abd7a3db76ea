import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { TextField } from '../../design/field.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { words } from '../../words.ts'
import { PathChoice } from '../files/path-choice.tsx'
import { KITS, STATUS_LISTS } from '../files/wanted.ts'

type Checked = Output<'status.check'>
type Answer = Checked['answer']

interface Form {
  readonly list: Chosen | null
  readonly kit: Chosen | null
  readonly seen: Chosen | null
  readonly key: string
}
const EMPTY: Form = { list: null, kit: null, seen: null, key: '' }

/** A list that somebody was given, checked by the kit that they hold, and what it says of a key. */
export function CheckStatusList() {
  const client = useClient()
  const [{ list, kit, seen, key }, setForm] = useDraft('check a status list', EMPTY)
  const [checked, setChecked] = useState<Checked | null>(null)
  const check = useAction(async (file: Chosen, path: Chosen) => {
    setChecked(null)
    const wanted = key.trim()
    setChecked(
      await client.call('status.check', {
        ...{ list: file, kit: { kind: 'file', path }, seen },
        key: wanted === '' ? null : wanted,
      }),
    )
  })
  const change = (some: Partial<Form>): void => {
    setForm({ list, kit, seen, key, ...some })
    setChecked(null)
    check.forget()
  }
  return (
    <Card title="Check a list">
      <PathChoice
        label="Status list to check"
        wanted={STATUS_LISTS}
        path={list}
        onChoose={chosen => change({ list: chosen })}
      />
      <PathChoice
        label="Kit that you hold"
        hint="It names who may sign the list. Compare its fingerprint with a share card."
        wanted={KITS}
        path={kit}
        onChoose={chosen => change({ kit: chosen })}
      />
      <PathChoice
        label="List that you have seen before"
        hint="If you have one: an older list, or another line of lists, shows beside it."
        wanted={STATUS_LISTS}
        path={seen}
        onChoose={chosen => change({ seen: chosen })}
      />
      <TextField
        label="Key"
        hint="Its label, id or fingerprint, or the recipient of a backup key; @2 behind it is a version. Empty: the list alone."
        value={key}
        onChange={value => change({ key: value })}
      />
      {checked !== null && <WhatItSays of={checked} />}
      <Problem of={check.problem} />
      <Button
        busy={check.busy}
        disabled={list === null || kit === null}
        onClick={() => {
          if (list !== null && kit !== null) void check.run(list, kit)
        }}
      >
        Check the list
      </Button>
    </Card>
  )
}

const KIND = {
  good: 'done',
  suspended: 'caution',
  unknown: 'caution',
  stale: 'caution',
  revoked: 'danger',
  'not-signed': 'danger',
  older: 'danger',
  forked: 'danger',
} as const satisfies { readonly [answer in Answer['answer']]: string }

function WhatItSays({ of }: { of: Checked }) {
  const { answer } = of
  const entry = 'entry' in answer ? answer.entry : null
  return (
    <>
      <Notice kind={KIND[answer.answer]} live>
        <p>{words.status.answer(answer)}</p>
        {entry !== null && <p>{words.keys.instructions[entry.instruction]}</p>}
      </Notice>
      <Facts
        of={[
          ...(entry === null
            ? []
            : [
                ['Key', `${entry.kind} ${entry.id}@${entry.version}`] as const,
                ...(of.instead === null ? [] : [['Use instead', `version ${of.instead}`] as const]),
              ]),
          ['List', `${of.number}, ${of.organisation}`],
          ['Issued', <Moment key="issued" of={of.issued} />],
          ['Next list', <Moment key="next" of={of.nextIssue} />],
          ['Quorum', of.setId],
          ['Fingerprint of the kit', of.kitFingerprint],
          ['Hash', <Fingerprint key="hash" of={of.hash} />],
        ]}
      />
      <HashWords name="The hash of the checked list in words" words={of.words} />
    </>
  )
}
