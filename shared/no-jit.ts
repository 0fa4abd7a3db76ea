/** Imported before the first schema: zod would compile it with `new Function`, which the window's policy forbids. */
import * as z from 'zod'

z.config({ jitless: true })
