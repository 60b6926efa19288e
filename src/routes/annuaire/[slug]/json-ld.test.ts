import { expect, it } from 'vitest';
import { structureInput } from '#domain/directory/forms.ts';
import type { Structure } from '#domain/directory/model.ts';
import { jsonLd } from './json-ld.ts';

it('no text of a fiche can close the script element', () => {
  const structure = structureInput.parse({
    name: '</script><script>alert(1)</script>',
    type: 'MSP'
  });
  const html = jsonLd(structure as unknown as Structure, null, '', 'https://exemple.fr/annuaire/x');
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  const data = JSON.parse(html.replace(/^<script[^>]*>/, '').replace(/<\/script>$/, ''));
  expect(data.name).toBe('</script><script>alert(1)</script>');
});
