import { useEffect, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { digitsTyped } from '../../../shared/kit-fingerprint.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Fingerprint, Moment, Whole } from '../../design/facts.tsx'
import { Heading } from '../../design/heading.tsx'
import { Card, Lead, Row, Stack, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatDay } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { PathChoice } from '../files/path-choice.tsx'
import { isEnough, KitFingerprint } from '../kit-fingerprint.tsx'
import { KitNotes } from '../kit-notes.tsx'
import { KitPagesDesk } from '../pages/kit-pages-desk.tsx'
import classes from './kit-screen.module.css'

type Kit = Output<'kit.inspect'>

/** A quorum as its kit knows it, where there is no vault. */
export function KitScreen() {
  const client = useClient()
  const { go } = useDesk()
  const [path, setPath] = useDraft<Chosen | null>('kit to look at', null)
  const [kept] = useState(path)
  const [kit, setKit] = useState<Kit | null>(null)
  const { run, problem } = useAction(async (file: Chosen) => {
    setKit(null)
    setPath(file)
    setKit(await client.call('kit.inspect', { kit: { kind: 'file', path: file } }))
  })
  // What was open when somebody went elsewhere is open again.
  useEffect(() => {
    if (kept !== null) void run(kept)
  }, [kept, run])
  return (
    <main className={classes.page}>
      <Stack>
        <Heading>{kit?.title ?? 'A quorum by its kit'}</Heading>
        <Lead>
          A recovery kit alone says who the custodians are, what it takes to open, and what was
          sealed. It opens nothing.
        </Lead>
        <Row>
          <Button onClick={() => void go({ screen: 'door' })}>Back</Button>
        </Row>
      </Stack>
      <PathChoice
        label="Kit file"
        wanted={{ kind: 'file' }}
        path={path}
        problem={problem}
        onChoose={file => void run(file)}
      />
      {kit !== null && path !== null && <KitKnows key={path} kit={kit} path={path} />}
    </main>
  )
}

/** What a kit can know, and what it cannot. */
function KitKnows({ kit, path }: { kit: Kit; path: Chosen }) {
  const { go } = useDesk()
  const [typed, setTyped] = useDraft(`fingerprint of ${path}`, '')
  const { custodians, threshold, setId } = kit
  // Before that it is not shown, so that it is not copied from here.
  const isCompared =
    kit.vouchedBy !== null ||
    (isEnough(typed) && digitsTyped(kit.fingerprint).startsWith(digitsTyped(typed)))
  return (
    <Stack roomy>
      <Card title="What it is">
        <Facts
          of={[
            ['Organisation', kit.organisation],
            ['Made', <Moment key="made" of={kit.created} />],
            ['Set id', <code key="set">{setId}</code>],
            [
              'Fingerprint',
              isCompared ? (
                <Fingerprint key="print" of={kit.fingerprint} />
              ) : (
                'shown when that of a card has been typed, under Pages'
              ),
            ],
            ['Opens with', words.policy.quorum({ threshold, count: custodians.length })],
            ['Encryption', kit.identity === 'hybrid' ? 'hybrid, post-quantum' : 'classic'],
          ]}
        />
        <p>
          The same fingerprint stands on every card of this quorum: anybody can make a file that
          looks like your kit, and the cards tell.
        </p>
      </Card>
      <Card title="Cards">
        <Table name="Cards" columns={['No.', 'Custodian']}>
          {custodians.map(({ index, name }) => (
            <tr key={index}>
              <td>{index}</td>
              <th scope="row">{name}</th>
            </tr>
          ))}
        </Table>
      </Card>
      <Card title="Keys and secrets">
        {kit.keys.length > 0 && (
          <Table name="Keys" columns={['Label', 'What', 'Expires']}>
            {kit.keys.map(key => (
              <tr key={`${key.id}-${key.version}`}>
                <th scope="row">
                  <Whole>{`${key.label}@${key.version}`}</Whole>
                </th>
                <td>{key.description}</td>
                <td>{key.expires === null ? 'never' : formatDay(key.expires)}</td>
              </tr>
            ))}
          </Table>
        )}
        <KitNotes of={kit} />
      </Card>
      <Card title="Pages">
        {kit.vouchedBy === null && <KitFingerprint typed={typed} onChange={setTyped} />}
        {kit.vouchedBy !== null || isEnough(typed) ? (
          <KitPagesDesk
            kit={{ kind: 'file', path, ...(kit.vouchedBy === null && { fingerprint: typed }) }}
            setId={setId}
          />
        ) : (
          <p>Pages are drawn once the fingerprint on a card has been compared.</p>
        )}
      </Card>
      <Card title="What a kit cannot know">
        <ul>
          <li>where the cards are, in which bags, and when somebody last looked at them;</li>
          <li>whether the quorum has been replaced since, or a key was suspended or destroyed;</li>
          <li>which backups were made, which drills were held, and who was at its ceremony;</li>
          <li>whether a newer kit of this quorum exists.</li>
        </ul>
        <Notice>
          <p>
            The vault of the quorum knows. Where there is none, import the kit into one: a drill,
            the register and checks of the cards work from then on.
          </p>
        </Notice>
        <Row>
          <Button onClick={() => void go({ screen: 'vault' })}>Open a vault</Button>
          <Button onClick={() => void go({ screen: 'recovery' })}>Recover now</Button>
        </Row>
      </Card>
    </Stack>
  )
}
