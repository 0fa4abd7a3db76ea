import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { SavedAs } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Picker } from './picker.tsx'

/** Saves the newest kit of a quorum of the vault as a file. */
export function SaveKit({ setId }: { setId: string }) {
  const client = useClient()
  const [saving, setSaving] = useState(false)
  const [saved, setSaved] = useState<string | null>(null)
  const exportKit = useAction(async (out: Chosen) => {
    setSaved((await client.call('vault.exportKit', { setId, out })).path)
  })
  return (
    <>
      <Button busy={exportKit.busy} onClick={() => setSaving(true)}>
        Save the recovery kit…
      </Button>
      <SavedAs path={saved} />
      <Problem of={exportKit.problem} />
      {saving && (
        <Picker
          title="Save the recovery kit"
          wanted={{ kind: 'new-file', name: `kit-${setId}.json` }}
          onCancel={() => setSaving(false)}
          onChoose={([path]) => {
            setSaving(false)
            if (path !== undefined) void exportKit.run(path)
          }}
        />
      )}
    </>
  )
}
