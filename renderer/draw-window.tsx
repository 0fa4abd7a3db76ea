import { StrictMode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { type Bridge, createClient } from '../shared/client.ts'
import { App } from './app.tsx'
import { ClientProvider } from './boundary/client.tsx'
import { SafetyNet } from './safety-net.tsx'
import { ClosingQuestion } from './screens/lock/closing-question.tsx'
import './design/base.css'

declare global {
  interface Window {
    /** What the shell exposes: call and onEvent. */
    readonly keyclave: Bridge
  }
}

/** Draws the whole window into its page. */
export function drawWindow(): Root {
  const place = document.getElementById('app')
  if (place === null) throw new Error('index.html has no #app')
  const root = createRoot(place)
  root.render(
    <StrictMode>
      <ClientProvider client={createClient(window.keyclave)}>
        <SafetyNet>
          <App />
        </SafetyNet>
        <ClosingQuestion />
      </ClientProvider>
    </StrictMode>,
  )
  return root
}
