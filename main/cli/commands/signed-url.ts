import type { Command } from 'commander'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'

type Accepted = Awaited<ReturnType<App['deliveries']['checkUrl']>>

interface SignOptions {
  readonly privateKey: string
  readonly publicKey?: string
  readonly keyPairId: string
  readonly ends: string
  readonly begins?: string
  readonly network?: string
  readonly resource?: string
}

/** Registers `deliver sign-url` and `check-url`. */
export function registerSignedUrls(deliver: Command, act: Act): void {
  deliver
    .command('sign-url')
    .argument('<url>', 'the address, without anything that CloudFront adds to it')
    .requiredOption('--private-key <file>', 'the private half, PEM, where it was opened')
    .option('--public-key <file>', 'the public half that the key group has, to compare with')
    .requiredOption('--key-pair-id <id>', 'as CloudFront names the public key')
    .requiredOption('--ends <moment>', 'until when it is good, as 2026-12-01T00:00:00Z')
    .option('--begins <moment>', 'from when on; without it, at once')
    .option('--network <network>', 'for addresses of this IPv4 network alone, as 192.0.2.0/24')
    .option('--resource <pattern>', 'for every address like this, as https://…/films/*')
    .description('sign an address for CloudFront offline, to see that a delivered key pair does')
    .addHelpText(
      'after',
      `
Nothing is asked over a network, and nothing is recorded. With --begins, --network or --resource the
policy is a custom one and stands in the address; otherwise CloudFront knows it (canned). What was
signed is checked with the public half, as CloudFront does. aws cloudfront sign prints the same.

Example:
  keyclave deliver sign-url https://d111111abcdef8.cloudfront.net/film.mp4 --key-pair-id K2JCJMDEHXQW5F \\
    --private-key /dev/shm/signer.pem --public-key public-key.pem --ends 2026-12-01T00:00:00Z`,
    )
    .action(
      act<SignOptions>(async ({ app, terminal }, [url], options) => {
        const signed = await app.deliveries.signUrl({ url: url as string, ...options })
        terminal.report({ lines: [signed.url], json: signed })
      }),
    )

  deliver
    .command('check-url')
    .argument('<url>', 'the signed address, whole')
    .requiredOption('--public-key <file>', 'the public half of the key pair, PEM')
    .description('say whether CloudFront would accept a signed address, by the public half alone')
    .addHelpText(
      'after',
      `
What the other side signs with the delivered private half shows that it arrived: bring one address back,
check it here, and keep it as the proof of deliver confirm.

Example:
  keyclave deliver check-url "$(cat signed.txt)" --public-key public-key.pem`,
    )
    .action(
      act<{ readonly publicKey: string }>(async ({ app, terminal }, [url], { publicKey }) => {
        const checked = await app.deliveries.checkUrl({ url: url as string, publicKey })
        terminal.report({ lines: linesOf(checked), json: checked })
      }),
    )
}

const momentOf = (seconds: number): string => new Date(seconds * 1000).toISOString()

function linesOf({ policy, keyPairId, fingerprint }: Accepted): readonly string[] {
  const { url, ends } = policy
  return [
    'CloudFront would accept this address.',
    `Signed by  ${keyPairId}, public half ${fingerprint}`,
    `Opens      ${policy.kind === 'canned' ? url : policy.resource}`,
    ...(policy.kind === 'custom' && policy.begins !== null
      ? [`From       ${momentOf(policy.begins)}`]
      : []),
    `Until      ${momentOf(ends)}`,
    ...(policy.kind === 'custom' && policy.network !== null
      ? [`For        ${policy.network}`]
      : []),
  ]
}
