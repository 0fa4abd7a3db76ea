import { type Language, messagesIn } from '../../shared/messages/index.ts'

/** What pages say, and in which language: readers of the document are told it, too. */
export const LANGUAGE: Language = 'en'

export const words = messagesIn(LANGUAGE)
