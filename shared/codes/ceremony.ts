import { code, text, whole } from './field.ts'

export const ceremonyCodes = {
  CEREMONY_ORDER: code('invalid', { phase: text, need: text }),
  REISSUE_UNPROVED: code('damaged', { item: text }),
  REISSUE_PLAN: code('invalid', { problem: text }),
  CEREMONY_OPEN: code('invalid', { ceremony: text }),
  CEREMONY_ENDED: code('invalid', { ceremony: text, state: text }),
  CEREMONY_UNFINISHED: code('invalid', { ceremony: text, problem: text }),
  CEREMONY_NONE: code('invalid'),
  CEREMONY_RUNNING: code('invalid', { title: text }),
  CEREMONY_ABORTED: code('invalid', { cause: text }),
  CEREMONY_TURN: code('invalid', { index: whole, turn: whole.nullable() }),
  CARD_CHECKED: code('invalid', { index: whole }),
  ROOM_UNCHECKED: code('invalid'),
  ROOM_UNANSWERED: code('invalid', { check: text }),
  DICE_FULL: code('invalid', { limit: whole }),
}
