import type { mediumCodes } from '../../../codes/medium.ts'
import type { ErrorMessages } from '../../wording/messages.ts'

export const mediumErrors: ErrorMessages<typeof mediumCodes> = {
  MEDIUM_NO_IMAGE: d =>
    `On ${d.path} is no ISO 9660 image, so nothing says how much of the drive to hash. Name the whole drive (/dev/sdb, not /dev/sdb1), or write the image to it again.`,
  MEDIUM_SHORT: d =>
    `The image on ${d.path} says that it is ${d.need} bytes long, and after ${d.have} bytes nothing follows. It was not written or copied to its end. Write it again, and do not use it as it is.`,
}
