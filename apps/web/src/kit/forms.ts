export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}

/** To the first input that needs another look, in the order of the page. */
export function focusFirst(form: HTMLFormElement, names: readonly string[]): undefined {
  for (const element of form.elements) {
    const field = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
    if (field && names.includes(element.name)) {
      element.focus();
      return;
    }
  }
}
