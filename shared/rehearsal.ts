/**
 * Rehearsals: whole ceremonies that count for nothing. The set id says it, so that every share, code, kit,
 * record and page of one does too, whatever else was changed in it (FORMAT: Share).
 */

/** What stands on every page and in every file of a rehearsal. */
export const REHEARSAL = 'REHEARSAL, VOID'

/** The beginning of a rehearsal's set id, as hex digits: three bytes, which no other set id begins with. */
export const REHEARSAL_SET = '000000'

/** @param setId 10 hex digits */
export const isRehearsal = (setId: string): boolean => setId.startsWith(REHEARSAL_SET)

/** The title of a rehearsal. */
export const rehearsed = (title: string): string =>
  title.startsWith(REHEARSAL) ? title : `${REHEARSAL}: ${title}`
