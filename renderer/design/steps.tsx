import { Check, Megaphone, UserRoundCheck } from 'lucide-react'
import { createContext, type ReactNode, use } from 'react'
import { Heading } from './heading.tsx'
import { Unseen } from './layout.tsx'
import classes from './steps.module.css'

interface StepFrameProps<Id extends string> {
  /** "Ceremony". */
  readonly kind: string
  readonly title: string
  readonly steps: readonly { readonly id: Id; readonly title: string }[]
  /** Null when it ended before its last step. */
  readonly current: Id | null
  /** What a crash or leaving means, and the way out. */
  readonly foot: ReactNode
  /** What stays in sight above every step. */
  readonly above?: ReactNode
  /** Leads to what the step that is shown is for. */
  readonly why: ReactNode
  readonly children: ReactNode
}

const WhyContext = createContext<ReactNode>(null)

/** A job in steps: where one is, on the left; what to do now, on the right. */
export function StepFrame<Id extends string>({
  kind,
  title,
  steps,
  current,
  foot,
  above,
  why,
  children,
}: StepFrameProps<Id>) {
  const at = steps.findIndex(step => step.id === current)
  return (
    <div className={classes.frame}>
      <aside className={classes.rail} aria-label={kind}>
        <div className={classes.what}>
          <p className={classes.kind}>
            {current === null
              ? `${kind} · ended early`
              : `${kind} · step ${at + 1} of ${steps.length}`}
          </p>
          <p className={classes.title}>{title}</p>
        </div>
        <ol className={classes.steps}>
          {steps.map((step, i) => (
            <li
              key={step.id}
              className={`${classes.step} ${i < at ? classes.done : ''}`}
              aria-current={i === at ? 'step' : undefined}
            >
              <span className={classes.sign} aria-hidden="true">
                {i < at ? <Check size={16} /> : i + 1}
              </span>
              <span>
                {step.title}
                {i < at && <Unseen>, done</Unseen>}
              </span>
            </li>
          ))}
        </ol>
        <div className={classes.foot}>{foot}</div>
      </aside>
      <main className={classes.main}>
        {above && <div className={classes.above}>{above}</div>}
        <WhyContext value={why}>{children}</WhyContext>
      </main>
    </div>
  )
}

interface StepProps {
  /** The one thing to do, read aloud. */
  readonly instruction: string
  /** Who acts: everybody hears it, or one person alone looks at the screen. */
  readonly alone?: string | undefined
  readonly next: ReactNode
  readonly actions: ReactNode
  readonly children?: ReactNode
}

/** One step: an instruction in large type, what is needed for it, and what happens next. */
export function Step({ instruction, alone, next, actions, children }: StepProps) {
  const why = use(WhyContext)
  return (
    <>
      <div className={classes.body}>
        <div className={classes.said}>
          <div className={classes.eyebrow}>
            {alone === undefined ? (
              <>
                <Megaphone size={18} aria-hidden="true" /> Read aloud
              </>
            ) : (
              <>
                <UserRoundCheck size={18} aria-hidden="true" /> For {alone} alone
              </>
            )}
            {why}
          </div>
          <Heading key={instruction} readAloud>
            {instruction}
          </Heading>
        </div>
        <div className={classes.work}>{children}</div>
      </div>
      <div className={classes.next}>
        <p className={classes.then}>
          <b>Next: </b>
          {next}
        </p>
        <div className={classes.actions}>{actions}</div>
      </div>
    </>
  )
}
