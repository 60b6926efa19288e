import { describe, expect, test } from 'vitest';
import { fieldsOf } from './content.ts';
import { mergeFields } from './merging.ts';

const base = fieldsOf({ title: 'Titre', texts: { stakes: ['Un enjeu'], levers: ['Un levier'] } });

describe('two people who write a sheet', () => {
  test('on two headings lose nothing', () => {
    const mine = fieldsOf({ texts: { stakes: ['Mien'], levers: ['Un levier'] } });
    const theirs = fieldsOf({ title: 'Titre', texts: { stakes: ['Un enjeu'], levers: ['Leur'] } });
    const { written, conflicts } = mergeFields(base, mine, theirs);
    expect([...written]).toEqual([['texts.stakes', ['Mien']]]);
    expect(conflicts).toEqual([]);
  });

  test('on one heading are both heard', () => {
    const mine = fieldsOf({ title: 'Mien', texts: { stakes: ['Mien'] } });
    const theirs = fieldsOf({ title: 'Titre', texts: { stakes: ['Leur'] } });
    const { written, conflicts } = mergeFields(base, mine, theirs);
    expect([...written]).toEqual([['title', 'Mien']]);
    expect(conflicts).toEqual([
      { path: 'texts.stakes', base: ['Un enjeu'], mine: ['Mien'], theirs: ['Leur'] }
    ]);
  });

  test('the same words conflict with nothing', () => {
    const same = fieldsOf({ texts: { stakes: ['Le même'] } });
    expect(mergeFields(base, same, same)).toEqual({ written: new Map(), conflicts: [] });
  });

  test('a heading that one empties and that nobody else had written is written as empty', () => {
    const mine = fieldsOf({ texts: { stakes: [] } });
    const { written } = mergeFields(base, mine, base);
    expect([...written]).toEqual([['texts.stakes', []]]);
    const never = fieldsOf({ texts: { brakes: [] } });
    expect(mergeFields(base, never, base).written.size).toBe(0);
  });

  test('whose beginning nobody knows are asked about all that differs', () => {
    const mine = fieldsOf({ title: 'Titre', texts: { stakes: ['Mien'] } });
    const { written, conflicts } = mergeFields(null, mine, base);
    expect(written.size).toBe(0);
    expect(conflicts.map(({ path }) => path)).toEqual(['texts.stakes']);
  });
});
