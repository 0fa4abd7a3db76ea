import { Contrast } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'

const LOOKS = ['system', 'light', 'dark'] as const
type Look = (typeof LOOKS)[number]

/** The system's light or dark, or the one chosen here for this window. */
export function Appearance() {
  const [look, setLook] = useState<Look>(() => chosenLook())
  const choose = (next: Look): void => {
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    setLook(next)
  }
  const next = LOOKS[(LOOKS.indexOf(look) + 1) % LOOKS.length] ?? 'system'
  return (
    <Button
      kind="quiet"
      icon={<Contrast size={18} aria-hidden="true" />}
      title="Light, dark, or as the system has it"
      onClick={() => choose(next)}
    >
      Appearance: {look === 'system' ? 'auto' : look}
    </Button>
  )
}

const chosenLook = (): Look =>
  LOOKS.find(look => look === document.documentElement.dataset.theme) ?? 'system'
