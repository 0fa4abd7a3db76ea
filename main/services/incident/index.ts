/** Incidents: what a compromise reaches, which backups lie where, and backups encrypted again. */

export { createIncidentScreen, type IncidentScreen } from './incident-screen.ts'
export { createIncidents, type Incidents } from './incidents.ts'
