import path from 'node:path'
import type { ScannedCard } from '../../../main/paper/reading/card-scan.ts'
import { type ScanKind, scanCard } from '../../../main/paper/reading/index.ts'
import { nodeScansHere } from '../../../main/shells/card-process.ts'

const run = nodeScansHere(path.resolve(import.meta.dirname, '../../..'))

/** Reads a card as both desks do: in a limited process of its own. */
export const scanHere = (
  file: Buffer,
  kind: ScanKind,
): Promise<ScannedCard & { readonly bytes: Buffer }> => scanCard(file, kind, run)
