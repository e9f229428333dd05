export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}

/** To the first input that needs another look, in the order of the page. */
export function focusFirst(form: HTMLFormElement, names: readonly string[]): undefined {
  for (const element of form.elements) {
    if (isField(element) && names.includes(element.name)) {
      element.focus();
      return;
    }
  }
}

/** What is not as its field asks (`required`, `pattern`, `type`, `min`, `max`), in the order of the page. */
export const faultsIn = (form: HTMLFormElement): { name: string; isEmpty: boolean }[] =>
  [...form.elements].filter(isField).flatMap(({ name, required, value, validity }) => {
    const isEmpty = required && value.trim() === '';
    return isEmpty || !validity.valid ? [{ name, isEmpty }] : [];
  });

const isField = (
  element: Element,
): element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLSelectElement ||
  element instanceof HTMLTextAreaElement;
