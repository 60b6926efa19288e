import type { WalkIn } from '#domain/registrations/checkin/model.ts';
import type { Door, Person } from './door.ts';
import { button, element } from './markup.ts';
import type { Part } from './part-code.ts';
import { describe, fullName } from './verdict.ts';

const FIELDS = [
  ['prenom', 'Prénom', 'given-name', 80],
  ['nom', 'Nom', 'family-name', 80],
  ['profession', 'Profession', 'off', 120],
  ['structure', 'Structure', 'off', 160]
] as const;

/** Who comes without being registered: as little as can be asked standing in a hall. */
export function doorPart(
  door: Door,
  onRegister: (person: WalkIn) => void,
  onPerson: (person: Person) => void
): Part {
  const error = element('p', { class: 'error', id: 'erreur-nom', role: 'alert' });
  const alike = element('div', { class: 'alike' });
  const inputs = new Map<string, HTMLInputElement>();
  const form = element('form', {
    class: 'part',
    novalidate: true,
    'aria-label': 'Sans inscription'
  });
  for (const [name, label, , most] of FIELDS) {
    const input = element('input', {
      id: `champ-${name}`,
      autocomplete: 'off',
      maxlength: String(most),
      required: name === 'nom',
      'aria-describedby': name === 'nom' ? 'erreur-nom' : undefined
    });
    inputs.set(name, input);
    const optional = name === 'nom' ? '' : ' (facultatif)';
    form.append(
      element(
        'label',
        { for: `champ-${name}` },
        label,
        element('span', { class: 'soft' }, optional)
      ),
      input
    );
    if (name === 'nom') form.append(error, alike);
  }
  const value = (name: string) => inputs.get(name)?.value.trim() ?? '';
  const submit = button(
    'Inscrire et faire entrer',
    { icon: 'check', kind: 'primary' },
    () => undefined
  );
  submit.type = 'submit';
  form.append(element('div', { class: 'row' }, submit));

  /** Somebody of that very name is registered: better to let her in than to register her twice. */
  function compare(): void {
    const people = door.namesakes(value('prenom'), value('nom'));
    alike.replaceChildren(
      ...people.map((person) =>
        button(`Déjà inscrit·e : ${fullName(person)}, ${describe(person)}`, {}, () => {
          form.reset();
          alike.replaceChildren();
          onPerson(person);
        })
      )
    );
  }
  form.addEventListener('input', () => {
    error.textContent = '';
    inputs.get('nom')?.removeAttribute('aria-invalid');
    compare();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (value('nom') === '') {
      error.textContent = 'Écrivez au moins le nom.';
      inputs.get('nom')?.setAttribute('aria-invalid', 'true');
      inputs.get('nom')?.focus();
      return;
    }
    if (door.isRehearsal()) {
      error.textContent = 'Répétition : on inscrit sur place le jour même.';
      return;
    }
    onRegister({
      ...{ firstName: value('prenom'), lastName: value('nom') },
      ...{ profession: value('profession'), structure: value('structure') }
    });
    form.reset();
    alike.replaceChildren();
  });
  return {
    element: form,
    open: () => inputs.get('prenom')?.focus(),
    close: () => undefined,
    refresh: compare
  };
}
