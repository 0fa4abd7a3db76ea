import { Component, type ReactNode } from 'react'
import { refuse } from '../shared/errors.ts'
import { Problem } from './design/problem.tsx'

/** Catches what breaks a screen. Nothing secret is kept: the screen that held it is gone. */
export class SafetyNet extends Component<{ readonly children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <Problem of={refuse('INTERNAL', {})} /> : this.props.children
  }
}
