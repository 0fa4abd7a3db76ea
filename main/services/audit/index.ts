/** The audit log: told, searched, exported, verified. */

export { type Audit, createAudit } from './audit.ts'
export { type AuditScreen, createAuditScreen } from './audit-screen.ts'
