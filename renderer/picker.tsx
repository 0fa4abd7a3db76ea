import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createClient } from '../shared/client.ts'
import { ClientProvider } from './boundary/client.tsx'
import { keepKeys } from './boundary/own-keys.ts'
import { PickerPage } from './screens/picker/picker-page.tsx'
import './design/base.css'
import './screens/picker/page.css'

const root = document.getElementById('app')
if (root === null) throw new Error('picker.html has no #app')
keepKeys(window)
// The window says how it looks, and that is all it says.
const look = location.hash.slice(1)
if (look === 'light' || look === 'dark') document.documentElement.dataset.theme = look
createRoot(root).render(
  <StrictMode>
    <ClientProvider client={createClient(window.keyclave)}>
      <PickerPage />
    </ClientProvider>
  </StrictMode>,
)
