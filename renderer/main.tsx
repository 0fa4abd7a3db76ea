import { keepKeys } from './boundary/own-keys.ts'
import { drawWindow } from './draw-window.tsx'

keepKeys(window)
drawWindow()
