import { sayDayIn } from '../../../calendar.ts'

/** Days and moments as people here read them. */

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

export const day = sayDayIn('en-GB')
export const moment = (time: string): string => MOMENT.format(new Date(time))
