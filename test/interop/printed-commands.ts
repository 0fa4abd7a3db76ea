/** The commands of docs/DELIVERIES.md, each by where it stands. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface Block {
  /** "an HSM by PKCS#11 / Bring it in / 1": section, part of it, and the how manieth of it. */
  readonly at: string
  readonly section: string
  readonly text: string
  /** The program of its first command. */
  readonly program: string
}

const PAGE = path.resolve(import.meta.dirname, '../../docs/DELIVERIES.md')
const CHECK = 'Check, on the machine with the vault'

/** Every block of commands, in the order of the page. */
export const BLOCKS: readonly Block[] = readFileSync(PAGE, 'utf8')
  .split(/^## /m)
  .slice(1)
  .flatMap(section =>
    section.split(/^### /m).flatMap((part, index) => {
      const [title = ''] = section.split('\n')
      const [heading = ''] = index === 0 ? [''] : part.split('\n')
      return [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = ''], nth) => ({
        at: `${title} / ${heading} / ${nth + 1}`,
        section: title,
        text: text.trimEnd(),
        program: text.split(/\s/)[0] ?? '',
      }))
    }),
  )

export const blockAt = (at: string): Block =>
  BLOCKS.find(block => block.at === at) ?? assert.fail(`the page has no block ${at}`)

/** The check of an example, which Keyclave itself runs. */
export const isCheck = ({ at }: Block): boolean => at.endsWith(`/ ${CHECK} / 1`)

/** What the AWS command line runs, in the slow tests. */
export const isOfAws = ({ at, program }: Block): boolean =>
  program === 'aws' && !Object.hasOwn(NOT_RUN, at)

const NONE = 'no server and no client of it is to be had here: sh reads the line, and that is all'
const OWN = 'test/cli/deliver.test.ts does it, with a vault and names of its own'
const OLD = 'aws 2.9 of Debian does not know BlockedEncryptionTypes, which is from the end of 2025'
const DISABLE = 'How it is disabled there, and how long that takes'
const WATCH = 'How its use is watched there'

/** What no test runs as it is printed, with the reason. */
export const NOT_RUN: { readonly [at: string]: string } = {
  'How it goes /  / 1': OWN,
  'How it goes /  / 2': OWN,
  'OpenBao and Vault, transit / Before / 1': NONE,
  'OpenBao and Vault, transit / Bring it in / 1': NONE,
  'OpenBao and Vault, transit / See that it arrived / 1': NONE,
  [`OpenBao and Vault, transit / ${WATCH} / 1`]: NONE,
  [`OpenBao and Vault, transit / ${DISABLE} / 1`]: NONE,
  [`OpenBao and Vault, transit / ${DISABLE} / 2`]: NONE,
  'Google Cloud KMS /  / 1': NONE,
  'Google Cloud KMS / Before / 1': NONE,
  'Google Cloud KMS / Bring it in / 1': NONE,
  'Google Cloud KMS / Bring it in / 2': NONE,
  'Google Cloud KMS / See that it arrived / 1': NONE,
  [`Google Cloud KMS / ${WATCH} / 1`]: NONE,
  [`Google Cloud KMS / ${DISABLE} / 1`]: NONE,
  'Azure Managed HSM /  / 1': NONE,
  'Azure Managed HSM / Before / 1': NONE,
  'Azure Managed HSM / Bring it in / 1': NONE,
  'Azure Managed HSM / See that it arrived / 1': NONE,
  [`Azure Managed HSM / ${WATCH} / 1`]: NONE,
  [`Azure Managed HSM / ${DISABLE} / 1`]: NONE,
  'S3, SSE-C / Before / 1': OLD,
  'S3, SSE-KMS / Bring it in / 1': OLD,
  'S3, SSE-S3 / Bring it in / 1': OLD,
  'AWS Encryption SDK, raw AES keyring / Before / 1':
    'it fetches from the registry: the module of this checkout is put there instead',
}
