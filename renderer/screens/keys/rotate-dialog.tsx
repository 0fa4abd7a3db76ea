import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { CheckField } from '../../design/field.tsx'
import { formatList } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { DaysFields, daysIn, NO_DAYS, type TypedDays } from './days-fields.tsx'
import { type KeyPageFacts, type KeyVersion, nameOf } from './key-words.ts'
import { type CarriedOut, useKeyChange } from './use-key-change.ts'

interface RotateDialogProps {
  /** The newest version of each. */
  readonly keys: readonly KeyVersion[]
  /** Of the one purpose, where it is one key. */
  readonly period: KeyPageFacts['cryptoperiod']
  readonly onDone: (carried: CarriedOut) => void
  readonly onClose: () => void
}

/** The next versions of keys, in one revision of the kit that is signed once. */
export function RotateDialog({ keys, period, onDone, onClose }: RotateDialogProps) {
  const [only, ...others] = keys
  const one = others.length === 0 ? only : undefined
  const form = `rotation of ${one === undefined ? 'keys' : one.id}`
  const [days, setDays, forgetDays] = useDraft<TypedDays>(`${form}, days`, NO_DAYS)
  const [file, setFile, forgetFile] = useDraft<Chosen | null>(`${form}, file`, null)
  const changing = useKeyChange(carried => {
    forgetDays()
    forgetFile()
    onDone(carried)
  })
  const isPair = one?.kind === 'key-pair'
  const [brought, setBrought] = useState(false)
  const isImported = one?.kind === 'imported-secret' || (isPair && brought)
  const change = isImported
    ? file === null || one === undefined
      ? null
      : ({ kind: 'replace', key: one.id, file, ...daysIn(days) } as const)
    : ({ kind: 'rotate', keys: keys.map(({ id }) => id), ...daysIn(days) } as const)
  const next = keys.map(({ label, version }) => `${label}@${version + 1}`)
  return (
    <ChangeDialog
      title={
        one === undefined
          ? `The next versions of ${keys.length} keys`
          : `The next version of ${one.label}`
      }
      outcome={
        <>
          {next.length <= MOST_NAMED ? formatList(next) : `${next.length} new versions`} will be
          {isImported ? ' taken in' : ' made'}, sealed to the quorum and listed in its kit.{' '}
          {days.activates === ''
            ? 'The version before is retired: nothing is protected with it any more.'
            : 'The version before stays in use until somebody retires it.'}{' '}
          What it protected stays readable. Nobody has to open the quorum.
        </>
      }
      signers="An administrator and a witness sign for it, once."
      verb="Make the next version"
      {...{ changing, change, onClose }}
    >
      {isPair && (
        <CheckField
          label="Take in a private key that was made elsewhere"
          checked={brought}
          onChange={setBrought}
        />
      )}
      {isImported && (
        <PathChoice
          label={isPair ? 'File of the next private key' : 'File of the next secret'}
          hint={
            isPair
              ? 'A private key of the same kind, in PEM or DER. Destroy the file afterwards.'
              : 'Its bytes are the secret, to the last one. Destroy the file afterwards.'
          }
          wanted={{ kind: 'file' }}
          path={file}
          onChoose={setFile}
        />
      )}
      {one === undefined ? (
        <p>
          Each has the days that were agreed on for its purpose or, where nothing was, as many as
          its version before: {formatList(keys.slice(0, MOST_NAMED).map(nameOf))}
          {keys.length > MOST_NAMED && ` and ${keys.length - MOST_NAMED} more`}.
        </p>
      ) : (
        <DaysFields value={days} onChange={setDays} period={period} follows />
      )}
    </ChangeDialog>
  )
}

const MOST_NAMED = 6
