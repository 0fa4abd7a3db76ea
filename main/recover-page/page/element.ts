/** Elements are made, and text is put into them as text: nothing that came from a file is ever mark-up. */

type Child = Node | string | null

interface Properties {
  readonly class?: string
  readonly id?: string
  readonly type?: string
  readonly role?: string
  readonly hidden?: boolean
  readonly multiple?: boolean
  readonly accept?: string
  readonly autocomplete?: string
  readonly 'aria-live'?: string
  readonly 'aria-describedby'?: string
  readonly tabindex?: string
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(properties)) {
    if (value === true) made.setAttribute(attribute, '')
    else if (value !== false && value !== undefined) made.setAttribute(attribute, `${value}`)
  }
  for (const child of children) if (child !== null) made.append(child)
  return made
}

export function button(
  text: string,
  act: () => void,
  kind: 'chief' | 'plain' = 'plain',
): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', ...(kind === 'chief' ? { class: 'chief' } : {}) },
    text,
  )
  made.addEventListener('click', act)
  return made
}

/** A field under its name, and what is said of it beside it. */
export function field(
  name: string,
  control: HTMLElement,
  help: string | null = null,
): HTMLLabelElement {
  return element(
    'label',
    {},
    element('span', { class: 'name' }, name),
    help === null ? null : element('span', { class: 'soft' }, help),
    control,
  )
}

/** A field for what is secret or not prose: the browser keeps and corrects nothing of it. */
export function quiet<Control extends HTMLInputElement | HTMLTextAreaElement>(
  control: Control,
): Control {
  control.autocomplete = 'off'
  control.spellcheck = false
  control.setAttribute('autocapitalize', 'off')
  control.setAttribute('autocorrect', 'off')
  return control
}

/** Facts, name by name. */
export const facts = (pairs: readonly (readonly [string, string])[]): HTMLDListElement =>
  element(
    'dl',
    {},
    ...pairs.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  )

/** A place for what went wrong, which is read out when it comes. */
export class Problem {
  readonly element: HTMLElement = element('p', { class: 'problem', role: 'alert', hidden: true })

  show(sentence: string | null): void {
    this.element.hidden = sentence === null
    this.element.textContent = sentence ?? ''
  }
}
