import { z } from 'zod';
import { expect, test } from 'vitest';
import { FREE_TEXT_FIELDS, NO_PROSE } from '#domain/confidentiality/free-text.ts';

const LONG = 400;

interface Shape {
  maxLength?: number;
  properties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
}

/** The paths of the texts of a form that may be this long. */
function longTexts(shape: Shape, path: string[] = []): string[] {
  const own = (shape.maxLength ?? 0) >= LONG ? [path.join('.')] : [];
  const fields = Object.entries(shape.properties ?? {}).flatMap(([name, inner]) =>
    longTexts(inner, [...path, name])
  );
  const inner = [...(shape.items ? [shape.items] : []), ...(shape.anyOf ?? [])];
  return [...own, ...fields, ...inner.flatMap((one) => longTexts(one, path))];
}

const modules = import.meta.glob<Record<string, unknown>>(
  ['../domain/*/*.ts', '../domain/*/forms/*.ts', '!../domain/**/*.test.ts'],
  { eager: true }
);
const forms = Object.entries(modules)
  .flatMap(([, module]) => Object.entries(module))
  .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType);

/** Forms that are parts of others, and those that only the administration fills. */
const PARTS = ['perimeterInput', 'serviceInput', 'contactInput'];

test('every long text of every form is read again, or is said to hold no prose', () => {
  expect(forms.map(([name]) => name)).toEqual(
    expect.arrayContaining(['structureInput', 'relayInput', 'errorInput', 'joinRequestInput'])
  );
  const unlisted = forms
    .filter(([name]) => !PARTS.includes(name))
    .flatMap(([name, form]) => {
      const shape = z.toJSONSchema(form, { unrepresentable: 'any', io: 'input' }) as Shape;
      return [...new Set(longTexts(shape))]
        .filter((path) => !FREE_TEXT_FIELDS[name]?.includes(path))
        .map((path) => (path ? `${name}.${path}` : name))
        .filter((path) => !(path in NO_PROSE));
    });
  expect(unlisted).toEqual([]);
});

test('a field that no form has any more leaves the list', () => {
  const known = forms.map(([name]) => name);
  expect(Object.keys(FREE_TEXT_FIELDS).filter((name) => !known.includes(name))).toEqual([]);
});
