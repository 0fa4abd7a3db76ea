import { Printer } from 'lucide-react'
import { useState } from 'react'
import type { Output } from '../../../../shared/contract.ts'
import { useClient } from '../../../boundary/client.tsx'
import { Button } from '../../../design/button.tsx'
import { Notice } from '../../../design/notice.tsx'
import { PaperField, usePaper } from '../../printing/paper-field.tsx'
import { PrinterDialog } from '../../printing/printer-dialog.tsx'
import { KeptPage } from '../frame/kept-page.tsx'

/** The recovery officer’s card, for whoever does not trust a handwriting. Nobody has to have one. */
export function PrintPassphrase({ passphrase }: { passphrase: string }) {
  const client = useClient()
  const [choosing, setChoosing] = useState(false)
  const [paper, setPaper] = usePaper()
  const [page, setPage] = useState<Output<'ceremony.printPassphrase'> | null>(null)
  return (
    <>
      <Button
        disabled={passphrase === ''}
        icon={<Printer size={18} aria-hidden="true" />}
        onClick={() => setChoosing(true)}
      >
        Print the passphrase on a card…
      </Button>
      {page !== null && (
        <>
          <Notice kind="done" live>
            <p>
              Printed on “{page.printer}”. Look at the card, and enter the passphrase once more from
              it. A bad page is destroyed at once.
            </p>
          </Notice>
          <KeptPage print={page} />
        </>
      )}
      {choosing && (
        <PrinterDialog
          title="Print the passphrase"
          secret
          preview={() => client.call('ceremony.drawPassphrase', { paper })}
          onCancel={() => setChoosing(false)}
          onPrint={async printer => {
            setPage(await client.call('ceremony.printPassphrase', { passphrase, printer, paper }))
            setChoosing(false)
          }}
          intro={
            <p>One page, a job of its own. Only the recovery officer stands at the printer.</p>
          }
        >
          <PaperField value={paper} onChange={setPaper} />
        </PrinterDialog>
      )}
    </>
  )
}
