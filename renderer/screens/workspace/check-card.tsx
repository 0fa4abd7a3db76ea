import { Camera } from 'lucide-react'
import { useState } from 'react'
import type { Input, Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { asProblem } from '../../boundary/problem.ts'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { SelectField } from '../../design/field.tsx'
import { Card, Empty, Row, Stack, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Picker } from '../files/picker.tsx'
import { Scanner } from '../scan/scanner.tsx'
import { Answered, Page } from '../section/page.tsx'
import { CardEntry } from '../share/card-entry.tsx'
import { useCardWords } from '../share/use-card-words.ts'
import { countFilled } from '../share/word-entry.ts'

type Quorum = Output<'vault.overview'>['quorums'][number]
type Entered = Input<'share.check'>['card']
type Checked = Output<'share.check'>

const RESULTS = {
  sound: 'sound',
  worn: 'worn: some words are only known from the check words',
  forged: 'not the share that was issued',
} as const

/** Any custodian looks, at any time, whether the card can still be read. Nothing is opened. */
export function CheckCard() {
  const answer = useAnswer('vault.overview', {})
  return (
    <Page
      title="Check a card"
      lead="A custodian holds a card against the kit: can it still be read, and is it the share that was issued? Nothing is opened, and the share is forgotten at once."
    >
      <Answered answer={answer}>
        {({ quorums }) => (
          <Quorums of={quorums.filter(({ kitRevision }) => kitRevision !== null)} />
        )}
      </Answered>
    </Page>
  )
}

function Quorums({ of: quorums }: { of: readonly Quorum[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const quorum = quorums.find(({ setId }) => setId === chosen) ?? quorums.at(-1)
  if (quorum === undefined) {
    return (
      <Empty title="No cards yet">Once a ceremony has closed, its cards can be checked here.</Empty>
    )
  }
  return (
    <Stack roomy>
      {quorums.length > 1 && (
        <SelectField
          label="Quorum"
          value={quorum.setId}
          options={quorums.map(({ setId, title }) => ({
            value: setId,
            label: `${title} · ${setId}`,
          }))}
          onChange={setChosen}
        />
      )}
      <CheckOne key={quorum.setId} quorum={quorum} />
    </Stack>
  )
}

function CheckOne({ quorum }: { quorum: Quorum }) {
  const client = useClient()
  const { askAgain, ...checks } = useAnswer('share.checks', { setId: quorum.setId })
  const card = useCardWords()
  const [scanning, setScanning] = useState(false)
  const [picking, setPicking] = useState(false)
  const [checked, setChecked] = useState<Checked | null>(null)

  const judge = async (entered: Entered, worn: boolean): Promise<void> => {
    setChecked(null)
    try {
      const kit = { kind: 'vault', setId: quorum.setId } as const
      setChecked(await client.call('share.check', { kit, card: entered, worn }))
      card.clear()
      setScanning(false)
    } catch (error) {
      if (entered.kind === 'words') card.mark(asProblem(error))
      throw error
    } finally {
      askAgain()
    }
  }
  const check = useAction((entered: Entered, worn: boolean) => judge(entered, worn))
  const typed = (): Entered => ({ kind: 'words', words: [...card.words] })
  const whole = countFilled(card.words) === card.words.length
  const wordsWrong = check.problem?.code === 'SHARE_WORDS_WRONG' && !scanning

  return (
    <Stack roomy>
      {checked !== null && (
        <Notice kind={checked.result === 'sound' ? 'done' : 'caution'} live>
          <p>
            The card of {checked.custodian} is {RESULTS[checked.result]}.{' '}
            {checked.result === 'worn' && 'Plan to issue the shares anew while it can be read. '}
            {checked.recorded === null
              ? 'It was not recorded: the vault is open for reading only.'
              : 'This was recorded with today’s date.'}
          </p>
        </Notice>
      )}
      {scanning ? (
        <Scanner
          onShare={text => judge({ kind: 'qr', text }, false)}
          onWords={() => setScanning(false)}
        />
      ) : (
        <Stack>
          <Row>
            <Button
              icon={<Camera size={18} aria-hidden="true" />}
              onClick={() => {
                check.forget()
                setScanning(true)
              }}
            >
              Scan the card with the camera
            </Button>
            <Button onClick={() => setPicking(true)}>Take the card from a file…</Button>
          </Row>
          <CardEntry
            card={card}
            onFinish={() => whole && void check.run(typed(), false)}
            onCode={text => void check.run({ kind: 'qr', text }, false)}
          />
          <Problem of={check.problem} />
          <Row>
            <Button
              kind="primary"
              busy={check.busy}
              disabled={!whole}
              onClick={() => void check.run(typed(), false)}
            >
              Check this card
            </Button>
            {wordsWrong && (
              <Button onClick={() => void check.run(typed(), true)}>
                The card itself says so: record it as worn
              </Button>
            )}
          </Row>
        </Stack>
      )}
      <Card title="Cards of this quorum">
        <Answered answer={checks}>
          {({ checks: all }) => (
            <Table name="Checks of the cards" columns={['Custodian', 'Last checked', 'Found']}>
              {quorum.custodians.map(({ index, name }) => {
                const last = all.findLast(one => one.index === index)
                return (
                  <tr key={index}>
                    <th scope="row">{name}</th>
                    <td>{last === undefined ? 'never' : formatDay(last.time)}</td>
                    <td>{last === undefined ? '' : RESULTS[last.result]}</td>
                  </tr>
                )
              })}
            </Table>
          )}
        </Answered>
      </Card>
      {picking && (
        <Picker
          title="A share: its file, a picture of its card, or the card’s PDF"
          wanted={{ kind: 'file' }}
          onCancel={() => setPicking(false)}
          onChoose={([path]) => {
            setPicking(false)
            if (path !== undefined) void check.run({ kind: 'file', path }, false)
          }}
        />
      )}
    </Stack>
  )
}
