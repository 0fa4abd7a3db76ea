import { Eye, EyeOff, Printer, Save } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../../shared/contract.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { useGlance } from '../../../boundary/use-glance.ts'
import { Button } from '../../../design/button.tsx'
import { Row } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { formatDuration } from '../../../design/quantity.ts'
import { Step } from '../../../design/steps.tsx'
import { Picker } from '../../files/picker.tsx'
import { usePaper } from '../../printing/paper-field.tsx'
import { PrinterDialog } from '../../printing/printer-dialog.tsx'
import { ProblemOrAbsent } from '../frame/absent.tsx'
import { type CustodianShare, useCeremony } from '../frame/state.ts'
import { type CardPaper, CardPaperFields } from './card-paper.tsx'
import { Custodians } from './custodians.tsx'
import { PrintBlank } from './print-blank.tsx'
import { PrintQuestion } from './print-question.tsx'
import { ShareCard } from './share-card.tsx'

interface ShareTurnProps {
  readonly of: CustodianShare
  readonly shares: readonly CustodianShare[]
  readonly onRead: () => void
}

/** A custodian sees the share and puts it on a card. Hidden until pressed. */
export function ShareTurn({ of, shares, onRead }: ShareTurnProps) {
  const { index, custodian, state } = of
  const client = useClient()
  const { follow, reread } = useCeremony()
  const { secret, secondsLeft, show, blank } = useGlance<Output<'ceremony.showShare'>>()
  const [saving, setSaving] = useState(false)
  const [printing, setPrinting] = useState(false)
  const [size, setSize] = usePaper()
  const [cardPaper, setCardPaper] = useState<CardPaper>({
    ...{ paper: size, layout: 'standard', tells: 'ceremony' },
  })
  const choosePaper = (chosen: CardPaper): void => {
    setCardPaper(chosen)
    setSize(chosen.paper)
  }
  const reveal = useAction(async () => {
    show(await client.call('ceremony.showShare', { index }))
    await reread()
  })
  const { tells, ...paper } = cardPaper
  const as = { plain: tells === 'nothing', ...paper }
  const save = useAction(async (folder: string) => {
    await client.call('ceremony.saveCard', { index, folder, as: { format: 'pdf', ...as } })
    await reread()
  })
  const print = async (printer: string): Promise<void> => {
    try {
      follow(await client.call('ceremony.printCard', { index, printer, as }))
      setPrinting(false)
    } catch (error) {
      await reread()
      throw error
    }
  }

  if (of.print?.judged === false) {
    return (
      <PrintQuestion
        of={of}
        print={of.print}
        onLegible={onRead}
        onAgain={() => setPrinting(true)}
      />
    )
  }
  return (
    <Step
      instruction={`Only ${custodian} looks at the screen now.`}
      alone={custodian}
      next={`${custodian} reads the card back, word by word, so that a slip of the pen is found today.`}
      actions={
        <Button
          kind={state === 'shown' ? 'primary' : 'secondary'}
          large
          disabled={state !== 'shown'}
          onClick={onRead}
        >
          The card is written: read it back
        </Button>
      }
    >
      {secret === null ? (
        <>
          <p>
            Copy the 40 words onto a card by hand, or print the card here on a printer with a cable
            of its own. After you have looked, it can also be saved on a drive of your own, to be
            printed away from any network. Nothing shows until you press.
          </p>
          <Row>
            <Button
              kind={state === 'shown' ? 'secondary' : 'primary'}
              large
              busy={reveal.busy}
              icon={<Eye size={20} aria-hidden="true" />}
              onClick={() => void reveal.run()}
            >
              {state === 'shown' ? 'Show my share again' : 'Show my share'}
            </Button>
            <Button
              large
              icon={<Printer size={20} aria-hidden="true" />}
              onClick={() => {
                reveal.forget()
                save.forget()
                setPrinting(true)
              }}
            >
              Print the card…
            </Button>
            {state === 'shown' && (
              <Button
                large
                busy={save.busy}
                icon={<Save size={20} aria-hidden="true" />}
                onClick={() => setSaving(true)}
              >
                Save the card…
              </Button>
            )}
            <PrintBlank />
          </Row>
          {state === 'shown' && <CardPaperFields value={cardPaper} onChange={choosePaper} />}
          {of.card !== null && (
            <Notice kind="done" live>
              <p>
                The card was saved as <code>{of.card}</code>. Print it, then delete that file.
              </p>
            </Notice>
          )}
          <ProblemOrAbsent
            of={reveal.problem ?? save.problem}
            expected={[custodian]}
            onBack={reveal.forget}
          />
          <Custodians shares={shares} current={index} />
        </>
      ) : (
        <>
          <Row>
            <Button icon={<EyeOff size={18} aria-hidden="true" />} onClick={blank}>
              Hide it
            </Button>
            <span role="timer">
              Blanked in {formatDuration(secondsLeft)}, or when you leave this window. Any key
              begins the time anew.
            </span>
          </Row>
          <ShareCard share={secret} />
        </>
      )}
      {printing && (
        <PrinterDialog
          title={`Print ${custodian}’s card`}
          secret
          preview={() => client.call('ceremony.drawCard', { index, as })}
          onPrint={print}
          onCancel={() => setPrinting(false)}
          intro={<p>One card, a job of its own. Only {custodian} stands at the printer.</p>}
        >
          <CardPaperFields value={cardPaper} onChange={choosePaper} />
        </PrinterDialog>
      )}
      {saving && (
        <Picker
          title={`Where to save ${custodian}’s card`}
          wanted={{ kind: 'folder' }}
          onCancel={() => setSaving(false)}
          onChoose={([folder]) => {
            setSaving(false)
            if (folder !== undefined) void save.run(folder)
          }}
        />
      )}
    </Step>
  )
}
