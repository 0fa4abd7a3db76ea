/** The tables of the vault as projections of the log, a file each (FORMAT: Tables). */

export { PROJECTIONS } from './every-table.ts'
