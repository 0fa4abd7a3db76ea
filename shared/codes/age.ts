import { code, text, whole } from './field.ts'

export const ageCodes = {
  AGE_HEADER: code('damaged', { problem: text }),
  AGE_RECIPIENT: code('invalid', { recipient: whole }),
  AGE_IDENTITY: code('invalid'),
  AGE_NO_MATCH: code('invalid'),
  AGE_MAC: code('damaged'),
  AGE_PAYLOAD: code('damaged', { chunk: whole }),
  AGE_TRUNCATED: code('damaged', { chunk: whole }),
}
