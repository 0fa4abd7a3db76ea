import { code, text } from './field.ts'

export const planCodes = {
  PLAN_FORMAT: code('invalid', { where: text, problem: text }),
  PLAN_VAULT: code('invalid'),
  PLAN_PEOPLE: code('invalid', { where: text, problem: text }),
}
