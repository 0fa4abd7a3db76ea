import type { Order } from '../calls.ts'
import type { Output } from './thread.ts'

/**
 * Where files go: into a folder or a file that the person chooses, where the browser lets a page write (File System
 * Access), or to its downloads.
 */

interface Writable {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
}
interface FileHandle {
  createWritable(): Promise<Writable>
}
interface Folder {
  getDirectoryHandle(name: string, options: { readonly create: boolean }): Promise<Folder>
  getFileHandle(name: string, options: { readonly create: boolean }): Promise<FileHandle>
  removeEntry(name: string, options: { readonly recursive: boolean }): Promise<void>
}
interface Pickers {
  readonly showDirectoryPicker?: (options: { readonly mode: 'readwrite' }) => Promise<Folder>
  readonly showSaveFilePicker?: (options: { readonly suggestedName: string }) => Promise<FileHandle>
}

const pickers = globalThis as Pickers

export const canWriteFolder = (): boolean => pickers.showDirectoryPicker !== undefined

/** A restore's output, and how it ends. */
export interface Saving extends Output {
  /** Called when all of it was read and checked. */
  readonly keep: () => Promise<void>
  /** Called when it was not: nothing of it is left, as far as the browser can take it back. */
  readonly discard: () => Promise<void>
}

/** A name that every system takes for a file. */
export const fileName = (name: string): string =>
  name
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100) || 'file'

/** Hands bytes to the browser's downloads. */
export function download(bytes: BlobPart[], name: string): void {
  const url = URL.createObjectURL(new Blob(bytes, { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName(name)
  link.click()
  // The browser reads it after this; a minute is long for that, and short for a key.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** A new folder of this name in one that the person chooses. Null: they chose none. */
export async function intoFolder(name: string): Promise<Saving | null> {
  const parent = await chosen(() => pickers.showDirectoryPicker?.({ mode: 'readwrite' }))
  if (parent === null) return null
  await requireFree(parent, name)
  const root = await parent.getDirectoryHandle(name, { create: true })
  let file: Writable | null = null
  const folderOf = async (path: readonly string[]): Promise<Folder> => {
    let folder = root
    for (const part of path) folder = await folder.getDirectoryHandle(part, { create: true })
    return folder
  }
  const take = async (order: Order): Promise<void> => {
    switch (order.does) {
      case 'folder':
        await folderOf(order.path.split('/'))
        return
      case 'file': {
        const parts = order.path.split('/')
        const folder = await folderOf(parts.slice(0, -1))
        file = await (
          await folder.getFileHandle(parts.at(-1) ?? '', { create: true })
        ).createWritable()
        return
      }
      case 'bytes':
        await file?.write(order.bytes)
        return
      case 'end':
        await file?.close()
        file = null
    }
  }
  return {
    take,
    keep: async () => {},
    discard: async () => {
      await file?.abort().catch(() => {})
      await parent.removeEntry(name, { recursive: true })
    },
  }
}

/** @throws Error where something of this name is there */
async function requireFree(parent: Folder, name: string): Promise<void> {
  const there = await parent.getDirectoryHandle(name, { create: false }).then(
    () => true,
    (error: Error) => error.name !== 'NotFoundError',
  )
  if (there) {
    throw new Error(
      `In that folder there is already something called "${name}". Choose another folder, or move it away.`,
    )
  }
}

/** One file, in a place that the person chooses or among the downloads. Null: they chose none. */
export async function intoFile(name: string): Promise<Saving | null> {
  if (pickers.showSaveFilePicker === undefined) return intoDownload(name)
  const handle = await chosen(() => pickers.showSaveFilePicker?.({ suggestedName: name }))
  if (handle === null) return null
  // The browser writes beside it, and gives it its name when it is closed.
  const file = await handle.createWritable()
  return {
    take: async order => {
      if (order.does === 'bytes') await file.write(order.bytes)
    },
    keep: () => file.close(),
    discard: () => file.abort(),
  }
}

/** Bytes that are made one part of the blob, which the browser may put on its disk. */
const PART = 32 * 1024 * 1024

function intoDownload(name: string): Saving {
  let parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const blobs: Blob[] = []
  const pack = (): void => {
    blobs.push(new Blob(parts))
    parts = []
    length = 0
  }
  return {
    take: async order => {
      if (order.does !== 'bytes') return
      parts.push(order.bytes as Uint8Array<ArrayBuffer>)
      length += order.bytes.length
      if (length >= PART) pack()
    },
    keep: async () => {
      pack()
      download(blobs, name)
    },
    discard: async () => {
      parts = []
      blobs.length = 0
    },
  }
}

/** Null where the person has closed the picker. */
async function chosen<Handle>(pick: () => Promise<Handle> | undefined): Promise<Handle | null> {
  try {
    return (await pick()) ?? null
  } catch (error) {
    if ((error as Error).name === 'AbortError') return null
    throw error
  }
}
