import { useState } from 'react'
import type { Chosen } from '../../../../shared/chosen.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Row } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { Problem } from '../../../design/problem.tsx'
import { usePeople } from '../../../session/people.tsx'
import { useDesk } from '../../../session/session.tsx'
import { Picker } from '../../files/picker.tsx'
import { VAULT_NAME } from '../../vault/vault-door.tsx'

/** A ceremony is recorded in the open vault. Without one, its kit and record alone tell of it. */
export function WhereRecorded() {
  const client = useClient()
  const { session, refresh } = useDesk()
  const { people, profile } = usePeople()
  const [picking, setPicking] = useState<'open' | 'create' | null>(null)
  const take = useAction(async (path: Chosen) => {
    if (picking === 'create') await client.call('vault.create', { path })
    else await client.call('vault.open', { path, readOnly: false })
    await refresh()
  })
  if (session.vault !== null) {
    return (
      <Notice kind="done">
        <p>
          It will be recorded in the vault <code>{session.vault.path}</code>.
        </p>
        {people !== null && profile === null && (
          <p>
            This vault has no people, so nobody signs the record. To have it signed, leave, and name
            the first people under People.
          </p>
        )}
      </Notice>
    )
  }
  return (
    <>
      <Notice>
        <p>
          No vault is open. The recovery kit and the ceremony record alone would tell of this
          ceremony; with a vault, its keys and backups are kept together and logged.
        </p>
        <Row>
          <Button onClick={() => setPicking('create')}>Make a vault…</Button>
          <Button onClick={() => setPicking('open')}>Open a vault…</Button>
        </Row>
      </Notice>
      <Problem of={take.problem} />
      {picking !== null && (
        <Picker
          title={picking === 'create' ? 'File of the new vault' : 'Open a vault'}
          wanted={picking === 'create' ? { kind: 'new-file', name: VAULT_NAME } : { kind: 'file' }}
          onCancel={() => setPicking(null)}
          onChoose={([path]) => {
            if (path !== undefined) void take.run(path)
            setPicking(null)
          }}
        />
      )}
    </>
  )
}
