import type { Waiver } from '../../../shared/roles.ts'
import type { KdfProfile } from '../../../shared/share.ts'
import type { App } from '../../app.ts'
import { words } from '../terminal/words.ts'

/** The policy as the command line says it: in lines, and beside its codes in the answers to `--json`. */

type Policy = ReturnType<App['people']['policy']>

/** Who opens a quorum: "any 3 of these 5 people, together with the passphrase". */
export const quorumInWords = (threshold: number, count: number): string =>
  words.policy.quorum({ threshold, count })

/** What a guess at the passphrase costs: "KDF profile 3: 1 GiB of memory, four passes". */
export const kdfInWords = (profile: number): string => words.policy.kdf[profile as KdfProfile]

/** What a small team does without, and what that means. */
export function sayWaived(waiver: Waiver): string {
  const { title, why } = words.policy.waivers[waiver]
  return `Waived: ${title}. ${why}`
}

export const waiversInWords = (waivers: readonly Waiver[]) =>
  waivers.map(waiver => ({ waiver, ...words.policy.waivers[waiver] }))

/** The table of a profile, its needs, titles and reasons as sentences. */
export const policyInWords = ({ actions, apart, waivers, ...policy }: Policy) => ({
  ...policy,
  waivers: waiversInWords(waivers),
  actions: actions.map(({ action, needs, ...line }) => ({
    ...{ action, title: words.deeds[action].title },
    ...{ ...line, needs: needs.map(words.policy.need) },
  })),
  apart: apart.map(({ roles, why }) => ({ roles, why: words.policy.apart[why] })),
})
