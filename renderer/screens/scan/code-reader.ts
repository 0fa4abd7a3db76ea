import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url&inline'
import { type CodeReader, startCodeReader } from '../../../shared/code-reader.ts'

/** The decoder, started once. Its bytes come with this script: nothing is fetched. */
export const codeReader: Promise<CodeReader> = startCodeReader(bytesOf(wasmUrl))

function bytesOf(dataUrl: string): ArrayBuffer {
  const text = atob(dataUrl.slice(dataUrl.indexOf(',') + 1))
  return Uint8Array.from(text, character => character.charCodeAt(0)).buffer
}
