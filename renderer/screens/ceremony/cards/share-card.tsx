import type { Output } from '../../../../shared/contract.ts'
import { Fingerprint } from '../../../design/facts.tsx'
import { QrCode } from './qr-code.tsx'
import classes from './share-card.module.css'

/** A share as it stands on its card: 40 numbered words in rows of four, and the QR code. */
export function ShareCard({ share }: { share: Output<'ceremony.showShare'> }) {
  return (
    <section className={classes.card} aria-label={`Share of ${share.custodian}`}>
      <div className={classes.side}>
        <h2 className={classes.title}>
          <span className={classes.index}>Share {share.index}</span>
          {share.custodian}
        </h2>
        <QrCode rows={share.qr} />
        <p className={classes.facts}>
          Set <code>{share.setId}</code>
        </p>
        <p className={classes.facts}>
          <Fingerprint of={share.fingerprint} />
        </p>
      </div>
      <ol className={classes.words}>
        {share.words.map((word, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word of a card is its place
          <li key={i} className={classes.word}>
            <span className={classes.number}>{i + 1}</span>
            <span>{word}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
