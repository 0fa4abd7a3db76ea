import type { Output } from '../../../../shared/contract.ts'
import { Notice } from '../../../design/notice.tsx'

type PrintedPage = Output<'ceremony.printPassphrase'>

/** A warning when the print system has not forgotten a page. */
export const KeptPage = ({ print: { job, removed } }: { print: PrintedPage }) =>
  removed ? null : (
    <Notice kind="danger" live>
      <p>
        The print system still keeps job {job}. Before this machine is used for anything else, its
        administrator deletes it from the spool folder (/var/spool/cups).
      </p>
    </Notice>
  )
