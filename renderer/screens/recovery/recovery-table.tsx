import type { Chosen } from '../../../shared/chosen.ts'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount, formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { pathOf } from '../files/chosen.ts'
import { nameOf } from '../files/path.ts'
import classes from './recovery-table.module.css'
import { type At, nameOfShare, type RecoveryState, type RowId, useRecovery } from './state.ts'

interface Row {
  readonly id: RowId
  readonly name: string
  readonly standing: 'here' | 'missing' | 'optional'
  readonly says: string
  /** What its button does. */
  readonly verb: string
}

/** What is here, what is still missing, and what is right; each row can be changed at any time. */
export function RecoveryTable({
  state,
  current,
}: {
  state: Exclude<RecoveryState, { step: 'ended' }>
  current: RowId | null
}) {
  const { backup, choose } = useRecovery()
  const change = useAction((row: RowId) => choose(row))
  return (
    <section aria-label="What is here" data-wide>
      <ul className={classes.rows}>
        {rowsOf(state, backup).map(({ id, name, standing, says, verb }) => (
          <li key={id} className={classes.row} aria-current={id === current || undefined}>
            <b className={classes.name}>{name}</b>
            <span className={classes.standing}>
              <Tag kind={KINDS[standing].kind}>{KINDS[standing].word}</Tag>
            </span>
            <span className={classes.says}>{says}</span>
            <Button
              kind="quiet"
              disabled={id === current}
              aria-label={`${verb}: ${name}`}
              onClick={() => void change.run(id)}
            >
              {verb}
            </Button>
          </li>
        ))}
      </ul>
      <Problem of={change.problem} />
    </section>
  )
}

const KINDS = {
  here: { kind: 'good', word: 'here' },
  missing: { kind: 'caution', word: 'missing' },
  optional: { kind: 'waiting', word: 'can wait' },
} as const

function rowsOf(state: RecoveryState, backup: Chosen | null): readonly Row[] {
  if (state.step === 'ended') return []
  const at = state.step === 'none' ? null : state
  const kit = at?.kit ?? null
  const cards = cardsRow(at)
  const passphrase = passphraseRow(at)
  return [
    {
      ...{ id: 'kit', name: 'Recovery kit', verb: kit === null ? 'Choose' : 'Change' },
      standing: kit === null ? 'optional' : 'here',
      says:
        kit === null
          ? 'None. Backups open without it; keys need it. It can still come later.'
          : `${kit.title}, set ${kit.setId}. ${kit.vouchedBy === 'log' ? 'The vault knows it.' : 'The fingerprint on a card agrees.'}`,
    },
    {
      id: 'cards',
      name: 'Share cards',
      verb: cards.standing === 'here' ? 'Change' : 'Enter',
      ...cards,
    },
    {
      ...{ id: 'passphrase', name: 'Passphrase' },
      verb: passphrase.standing === 'here' ? 'Change' : 'Enter',
      ...passphrase,
    },
    {
      ...{ id: 'backup', name: 'Backup', verb: backup === null ? 'Choose' : 'Change' },
      standing: backup === null ? 'optional' : 'here',
      says:
        backup === null
          ? kit === null
            ? 'None. Without a kit, a backup is what tells whether the passphrase is right.'
            : 'None. It can be chosen once the quorum is open.'
          : nameOf(pathOf(backup)),
    },
  ]
}

type Said = Pick<Row, 'standing' | 'says'>

function cardsRow(at: At<'shares'> | At<'open'> | null): Said {
  if (at === null || at.shares.length === 0) {
    const need = at?.step === 'shares' ? at.need : null
    return {
      standing: 'missing',
      says:
        need === null
          ? 'None yet. The first says how many are needed.'
          : `None yet. ${need} are needed.`,
    }
  }
  const names = formatList(at.shares.map(nameOfShare))
  if (at.step === 'open' || at.complete) {
    return {
      standing: 'here',
      says: `${names}. Enough${at.kit === null ? '; whether they are right shows when they are put together' : ', and each agrees with the kit'}.`,
    }
  }
  const left = (at.need ?? 2) - at.shares.length
  return {
    standing: 'missing',
    says: `${names}. ${formatCount(left, 'more is', 'more are')} needed.`,
  }
}

function passphraseRow(at: At<'shares'> | At<'open'> | null): Said {
  if (at === null || (at.step === 'shares' && at.passphrase === 'missing')) {
    return { standing: 'missing', says: 'Not entered yet.' }
  }
  return { standing: 'here', says: 'Entered. Nothing has confirmed it yet.' }
}
