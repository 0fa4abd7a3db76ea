import { Notice } from '../../design/notice.tsx'
import { useDesk } from '../../session/session.tsx'

/** At the end of what people did with secrets: what is true of the memory they were in. */
export function MemoryNotice() {
  const { about } = useDesk()
  return about.renewed === undefined ? (
    <Notice kind="caution">
      <p>
        Keyclave has wiped shares and passphrase where it works with them. What was typed and shown
        is still in the memory of this window: close it when you have read this.
      </p>
    </Notice>
  ) : (
    <Notice kind="done">
      <p>
        Keyclave has wiped shares and passphrase where it works with them, and the window in which
        they were typed and shown has been ended, with its memory. This is a new one. What keyboard,
        screen and operating system keep of their own, it cannot reach: switch the machine off when
        you have finished.
      </p>
    </Notice>
  )
}
