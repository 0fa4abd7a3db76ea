import type { Messages } from '../wording/messages.ts'
import { attention } from './attention.ts'
import { compromise } from './compromise.ts'
import { deliveries } from './deliveries/index.ts'
import { errors } from './errors/index.ts'
import { untypeable } from './errors/passphrase.ts'
import { planPeople } from './errors/plan.ts'
import { help } from './help.ts'
import { log } from './log.ts'
import { cards, notices, warnings, work } from './notices.ts'
import { compliance } from './phrases/compliance.ts'
import { deeds } from './phrases/deeds.ts'
import { documentRule } from './phrases/document.ts'
import { items } from './phrases/item.ts'
import { keys } from './phrases/keys.ts'
import { sayLeftBehind } from './phrases/left-behind.ts'
import { named } from './phrases/listing.ts'
import { sayLeftOut } from './phrases/odd.ts'
import { policy } from './phrases/policy.ts'
import { sealedShareForms } from './phrases/sealed-shares.ts'
import { status } from './phrases/status.ts'
import { record } from './record.ts'
import { replaced } from './replaced.ts'
import { room } from './room.ts'

export const en: Messages = {
  ...{ attention, cards, compromise, errors, notices, replaced, room, warnings, work },
  ...{ compliance, deeds, deliveries, help, items, keys, log, policy, record, status, untypeable },
  inField: {
    PLAN_FORMAT: ({ faults }, field) => {
      const fault = faults.find(({ where }) => where === field)
      return fault === undefined ? null : documentRule(fault.problem)
    },
    PLAN_PEOPLE: ({ faults }, field) => {
      const fault = faults.find(({ where }) => where === field)
      return fault === undefined ? null : planPeople(fault.problem)
    },
  },
  aboutSource: (source, sentence) => `${named(source)}: ${sentence}`,
  sealedShareForms,
  leftBehind: sayLeftBehind,
  leftOut: sayLeftOut,
}
