import { createContext, type ReactNode, use } from 'react'
import type { Client } from '../../shared/client.ts'

const ClientContext = createContext<Client | null>(null)

/** Gives the screens below it the way to the main side. */
export const ClientProvider = ({ client, children }: { client: Client; children: ReactNode }) => (
  <ClientContext value={client}>{children}</ClientContext>
)

export function useClient(): Client {
  const client = use(ClientContext)
  if (client === null) throw new Error('useClient: no ClientProvider above')
  return client
}
