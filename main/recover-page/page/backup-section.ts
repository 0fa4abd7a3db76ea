import type { Destination, Restored } from '../calls.ts'
import type { Desk } from './desk.ts'
import { button, element, facts, field, Problem } from './element.ts'
import { canWriteFolder, fileName, intoFile, intoFolder, type Saving } from './saving.ts'

const NOWHERE: Saving = { take: async () => {}, keep: async () => {}, discard: async () => {} }

/** A backup: checked, restored into a folder, or saved as one archive. */
export function backupSection(desk: Desk): HTMLElement {
  const problem = new Problem()
  const files = element('input', { type: 'file', id: 'backup', multiple: true })
  const bar = element('progress', { id: 'progress' })
  bar.setAttribute('aria-label', 'Of the backup read')
  const stop = button('Stop', () => desk.thread.stop())
  const course = element('div', { class: 'stack' }, bar, stop)
  const result = element('div', { class: 'stack', id: 'restored', role: 'status' })
  course.hidden = true

  const restore = (to: Destination, choose: (stem: string) => Promise<Saving | null>): void => {
    void desk.act(problem, async () => {
      result.replaceChildren()
      const chosen = inOrder([...(files.files ?? [])])
      const [first] = chosen
      if (first === undefined) throw new Error('Choose the backup’s file first.')
      const saving = await choose(stemOf(first.name))
      if (saving === null) return
      course.hidden = false
      bar.removeAttribute('value')
      desk.thread.watch(saving, (done, total) => {
        bar.max = total
        bar.value = done
      })
      try {
        const restored = await desk.thread.ask('restore', { files: chosen, to })
        await saving.keep()
        result.append(...tell(restored, to))
      } catch (error) {
        await saving.discard()
        throw error
      } finally {
        course.hidden = true
      }
    })
  }
  const ways = [
    ...(canWriteFolder()
      ? [
          button(
            'Restore into a folder',
            () => restore('folder', stem => intoFolder(stem)),
            'chief',
          ),
        ]
      : []),
    button('Save as one tar file', () => restore('archive', stem => intoFile(`${stem}.tar`))),
    button('Only read and check it', () => restore('nowhere', async () => NOWHERE)),
  ]
  return element(
    'div',
    { class: 'stack', id: 'backup-section' },
    element('h3', {}, 'A backup'),
    field('NAME.tar.zst.age', files, 'Of a backup in volumes (.001, .002 …) choose all of them.'),
    canWriteFolder()
      ? null
      : element(
          'p',
          { class: 'soft' },
          'This browser lets no page write into a folder: the files come as one tar file among the downloads, which tar -xf (Linux, macOS, Windows) or most archive programs unpack. It takes as much memory or temporary space as the archive has; of a very large one use a browser that can, Keyclave, or recover.py.',
        ),
    element('div', { class: 'row' }, ...ways),
    course,
    problem.element,
    result,
  )
}

/** Volumes by their numbers. */
const inOrder = (files: readonly File[]): File[] =>
  files.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))

/** A name for what is restored. */
const stemOf = (name: string): string =>
  fileName(`${name.replace(/\.\d+$/, '').replace(/(\.tar)?(\.zst)?(\.age)?$/i, '')}-restored`)

const SAID: { readonly [to in Destination]: string } = {
  nowhere: 'The backup is whole. Nothing was written.',
  archive:
    'The backup is whole, and is in the tar file; keyclave-manifest.json in it lists the files.',
  folder: 'The backup is whole, and its files are in the folder.',
}

function tell(restored: Restored, to: Destination): Node[] {
  const { files, bytes, created, generation, links, sha256 } = restored
  const left =
    to === 'folder' && links > 0
      ? element(
          'p',
          { class: 'note caution' },
          `A browser makes no links: ${links} symbolic ${links === 1 ? 'link was' : 'links were'} left out, and times and permissions are not kept. The tar file has them all.`,
        )
      : null
  return [
    element('p', { class: 'note' }, SAID[to]),
    ...(left === null ? [] : [left]),
    facts([
      ['Files', `${files}, ${bytes} bytes`],
      ['Made', created],
      ['Backup key', `${generation}`],
      ['SHA-256 of the backup', sha256],
    ]),
  ]
}
