import type { Messages } from '../messages.ts'
import { errors } from './errors/index.ts'
import { named } from './listing.ts'

export const english: Messages = {
  errors,
  aboutSource: (source, sentence) => `${named(source)}: ${sentence}`,
}
