/** `--status FILE`: what became of the keys of a kit, where no vault is at hand to say it. */

export const STATUS_HELP =
  'the newest status list: nothing is protected with a key that it does not call good'
export const SEEN_HELP = 'a status list that was seen before, so that no older one is taken'

export interface StatusOptions {
  readonly status?: string
  readonly seen?: string
}

export const listOf = ({ status, seen }: StatusOptions) =>
  status === undefined ? {} : { status: { file: status, ...(seen !== undefined && { seen }) } }
