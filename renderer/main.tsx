import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { type Bridge, createClient } from '../shared/client.ts'
import { App } from './app.tsx'
import { ClientProvider } from './boundary/client.tsx'
import { keepKeys } from './boundary/own-keys.ts'
import { SafetyNet } from './safety-net.tsx'
import { ClosingQuestion } from './screens/lock/closing-question.tsx'
import './design/base.css'

declare global {
  interface Window {
    /** What the shell exposes: call and onEvent. */
    readonly keyclave: Bridge
  }
}

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')
keepKeys(window)
createRoot(root).render(
  <StrictMode>
    <ClientProvider client={createClient(window.keyclave)}>
      <SafetyNet>
        <App />
      </SafetyNet>
      <ClosingQuestion />
    </ClientProvider>
  </StrictMode>,
)
