/** The app itself: what it is, its lock, and work that takes time. */
import * as z from 'zod'
import { TASKS } from '../codes/index.ts'
import { count, done, nothing } from '../field.ts'
import { settings, settingsStanding } from '../settings.ts'

/** After what the window was opened anew: what held secrets has ended, or its page failed. */
const renewedAfter = z.enum(['ceremony', 'recovery', 'drill', 'crash'])

const about = z.strictObject({
  version: z.string(),
  shell: z.enum(['electron', 'chromium']),
  airGap: z.strictObject({
    /** The kernel gives this process no network interface but its own loopback. */
    isolated: z.boolean(),
    /** The machine's own interfaces that are up, loopback left out. */
    interfaces: z.array(z.string()),
  }),
  /** This window took the place of one that was ended, with its processes and their memory. Absent: it is the first. */
  renewed: z
    .strictObject({
      after: renewedAfter,
      /** Where the people were; null: at home. */
      screen: z.enum(['ceremony', 'recovery', 'drill']).nullable(),
    })
    .exactOptional(),
})

const task = z.enum(TASKS)

/** What a person loses who closes the window now. */
const underWay = z.enum(['ceremony', 'recovery', 'drill', ...task.options])

const session = z.strictObject({
  locked: z.boolean(),
  /** What waits behind the cover, as it was. */
  kept: z.array(z.enum(['ceremony', 'recovery', 'drill', 'vault'])),
  /** Whether the cover has signed everybody out: where nothing had begun, nobody is in the room any more. */
  signedOut: z.boolean(),
  /** Seconds without a person after which the screen covers itself. */
  idleSeconds: count,
  /** The open vault; null when none is. */
  vault: z.strictObject({ path: z.string(), readOnly: z.boolean() }).nullable(),
  /** Whether a ceremony has begun and has not ended yet: the front door leads back into it. */
  ceremony: z.boolean(),
  /** Whether a recovery session has begun and has not ended yet. */
  recovery: z.boolean(),
  tasks: z.array(task),
})

export const appCalls = {
  /** At the start, for the header. Works while locked. */
  'app.about': { input: nothing, output: about },
  /**
   * When the window has (re)loaded, and after a lock or unlock: where everything stands, so that any
   * screen can be drawn anew. Works while locked.
   */
  'app.session': { input: nothing, output: session },
  /**
   * When a person covers the screen. Nothing is closed or forgotten; from now on every other call is refused
   * with LOCKED, until `app.unlock`.
   */
  'app.lock': { input: nothing, output: done },
  /** When a person takes the cover away, which asks for nothing. Works while locked. */
  'app.unlock': { input: nothing, output: done },
  /** While somebody types or moves the pointer, at most every 15 seconds: puts off the cover. */
  'app.active': { input: nothing, output: done },
  /** When the window has (re)loaded: what is set on this machine. Works while locked. */
  'app.settings': { input: nothing, output: settingsStanding },
  /** When a person has changed a setting. @throws FILE_* where they cannot be kept */
  'settings.save': { input: settings, output: settingsStanding },
  /**
   * When a person has typed that the window shall close, whatever is under way. The window is gone before
   * the answer is. Works while locked.
   */
  'app.close': { input: nothing, output: done },
  /** Before the camera is asked for a card. */
  'camera.open': { input: nothing, output: done },
  /** When the scan is over. */
  'camera.close': { input: nothing, output: done },
  /**
   * When a person presses Cancel beside a progress bar. The call whose work it is then throws CANCELLED,
   * and has undone what it had written. Nothing happens when no such task is running.
   */
  'task.cancel': { input: z.strictObject({ task }), output: done },
} as const

export const appEvents = {
  /** Nobody has been there for long: the screen covers itself in so many seconds; null: somebody is, again. */
  'app.idle': z.strictObject({ secondsLeft: count.nullable() }),
  /** The window covers what it shows, and keeps it. */
  'app.locked': z.strictObject({ reason: z.enum(['asked', 'idle']) }),
  /** Somebody wants to close the window while something is under way: it stays open, and asks. */
  'app.closing': z.strictObject({ underWay: z.array(underWay).min(1) }),
  /**
   * A new window is about to take this one's place, because of what was typed and shown in this one: it covers
   * itself and calls nothing more. `failed`: no new one could be opened.
   */
  'app.renewing': z.strictObject({ after: renewedAfter, failed: z.boolean() }),
  /** How far a task is; at most ten times a second, and once at its end. */
  'task.progress': z.strictObject({
    task,
    done: count,
    /** Null while it is not known. */
    total: count.nullable(),
    unit: z.enum(['bytes', 'shares', 'subsets', 'items']),
    /** Units a second, over the last seconds; null until there is enough to tell. */
    perSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
} as const
