import { readCode } from '#domain/registrations/checkin/codes.ts';
import type { Door, Person } from './door.ts';
import { element, icon } from './markup.ts';
import type { Part } from './part-code.ts';
import { describe, fullName, hour } from './verdict.ts';

/** As many as a thumb goes through. */
const MOST = 12;

/** Search by name; a code typed, or read by a reader that types, is a code. */
export function namePart(
  door: Door,
  onPerson: (person: Person) => void,
  onCode: (text: string) => void
): Part {
  const field = element('input', {
    id: 'recherche',
    type: 'search',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
    'aria-describedby': 'aide-recherche'
  });
  const hint = element('p', { id: 'aide-recherche', class: 'soft', role: 'status' });
  const found = element('ul', { class: 'found' });
  const part = element(
    'section',
    { class: 'part', 'aria-label': 'Chercher par le nom' },
    element('label', { for: 'recherche' }, 'Nom ou prénom'),
    field,
    hint,
    found
  );

  function show(): void {
    const typed = field.value;
    if (readCode(typed)) {
      field.value = '';
      onCode(typed);
      return show();
    }
    const people = door.search(typed, MOST);
    hint.textContent = hintFor(typed, people.length);
    found.replaceChildren(...people.map((person) => element('li', {}, line(person))));
  }

  function line(person: Person): HTMLElement {
    const seen = door.seen(person);
    const one = element(
      'button',
      { type: 'button', class: 'person' },
      element('strong', {}, fullName(person)),
      element('span', { class: 'soft' }, describe(person)),
      state(person, seen?.isIn ? seen.at : null)
    );
    one.addEventListener('click', () => {
      onPerson(person);
      field.select();
    });
    return one;
  }

  field.addEventListener('input', show);
  return {
    element: part,
    open: () => {
      show();
      field.focus();
    },
    close: () => undefined,
    refresh: show
  };
}

function hintFor(typed: string, count: number): string {
  const letters = typed.trim().length;
  if (letters < 2) return 'Deux lettres suffisent ; les accents ne comptent pas.';
  if (count === 0) return 'Personne de ce nom dans la liste.';
  if (count === MOST) return `Les ${MOST} premières : écrivez une lettre de plus.`;
  return count === 1 ? '1 personne' : `${count} personnes`;
}

function state({ waiting, door }: Person, since: number | null): HTMLElement | null {
  if (since !== null)
    return element(
      'span',
      { class: 'state', 'data-tone': 'ok' },
      icon('circle-check', 18) as unknown as Node,
      `Entré·e à ${hour(since)}`
    );
  if (waiting)
    return element('span', { class: 'state', 'data-tone': 'elsewhere' }, 'Liste d’attente');
  return door ? element('span', { class: 'state' }, 'Inscrit·e sur place') : null;
}
