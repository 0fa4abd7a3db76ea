/** Days and moments as people here read them. */

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' })
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

export const day = (time: string): string => DAY.format(new Date(time))
export const moment = (time: string): string => MOMENT.format(new Date(time))
