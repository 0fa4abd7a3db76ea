import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { CheckField } from '../../design/field.tsx'
import { Heading } from '../../design/heading.tsx'
import { Lead, Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatMoment } from '../../design/quantity.ts'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { PathChoice } from '../files/path-choice.tsx'
import { FoundPeople } from '../people/found-people.tsx'
import classes from './vault-door.module.css'

export const VAULT_NAME = 'keyclave.vault'

/** Opens a vault's file, or makes one. @param chosen which, where somebody has chosen one already */
export function VaultDoor({ chosen = null }: { chosen?: string | null }) {
  const client = useClient()
  const { go, refresh } = useDesk()
  const enterVault = (): Promise<void> => go({ screen: 'workspace', section: 'overview' })
  const [way, setWay] = useState<'open' | 'create'>('open')
  const [path, setPath] = useState<string | null>(chosen)
  const [readOnly, setReadOnly] = useState(false)
  const [made, setMade] = useState(false)
  const [interrupted, setInterrupted] = useState<Output<'vault.open'>['interrupted']>(null)

  const enter = useAction(async () => {
    if (path === null) return
    const opened =
      way === 'open'
        ? await client.call('vault.open', { path, readOnly })
        : await client.call('vault.create', { path })
    if (opened.interrupted !== null) setInterrupted(opened.interrupted)
    else if (way === 'open') await enterVault()
    else {
      await refresh()
      setMade(true)
    }
  })

  if (made) return <FirstRun onDone={() => void enterVault()} />

  if (interrupted !== null) {
    return (
      <main className={classes.page}>
        <Heading readAloud>A ceremony in this vault was interrupted.</Heading>
        <Notice kind="caution">
          <p>
            “{interrupted.title}”, begun {formatMoment(interrupted.opened)}, did not close. It is
            void. {words.cards.destroy(interrupted.destroy)} What was in force before it still is.
          </p>
        </Notice>
        <Button kind="primary" large onClick={() => void enterVault()}>
          Go on to the vault
        </Button>
      </main>
    )
  }

  return (
    <main className={classes.page}>
      <Stack>
        <Heading readAloud>Which vault?</Heading>
        <Lead>
          A vault is one file that records ceremonies, sealed keys, backups and the audit log. It
          holds no share and no passphrase.
        </Lead>
      </Stack>
      <Choice
        across
        legend="Vault"
        value={way}
        onChange={next => {
          setWay(next)
          setPath(null)
          enter.forget()
        }}
        options={[
          { value: 'open', title: 'Open a vault that exists' },
          { value: 'create', title: 'Make a new vault' },
        ]}
      />
      <PathChoice
        key={way}
        label={way === 'open' ? 'Vault file' : 'File of the new vault'}
        wanted={way === 'open' ? { kind: 'file' } : { kind: 'new-file', name: VAULT_NAME }}
        path={path}
        onChoose={setPath}
      />
      {way === 'open' && (
        <CheckField
          label="For reading only"
          hint="For an auditor, or a write-protected drive: changes nothing in the file."
          checked={readOnly}
          onChange={setReadOnly}
        />
      )}
      <Problem of={enter.problem} />
      <Row>
        <Button
          kind="primary"
          large
          busy={enter.busy}
          disabled={path === null}
          onClick={() => void enter.run()}
        >
          {way === 'open' ? 'Open the vault' : 'Make the vault'}
        </Button>
        <Button large onClick={() => void go({ screen: 'door' })}>
          Back
        </Button>
      </Row>
    </main>
  )
}

/** A new vault begins with its first people, or without any for now. */
const FirstRun = ({ onDone }: { onDone: () => void }) => (
  <main className={classes.page}>
    <Stack>
      <Heading readAloud>Who are the first people of this vault?</Heading>
      <Lead>
        Two administrators and two witnesses, or in a small team one of each. Each types their own
        passphrase; the others look away.
      </Lead>
    </Stack>
    <FoundPeople
      onFounded={onDone}
      leave={
        <Button large onClick={onDone}>
          Without people for now
        </Button>
      }
    />
  </main>
)
