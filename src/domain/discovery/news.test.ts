import { describe, expect, test } from 'vitest';
import type { PerimeterId, PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { sayWhy, whyOf, type Interests, type Subject } from './news.ts';

const HERE = 1 as TerritoryId;
const ELSEWHERE = 2 as TerritoryId;
const CLIC = { id: 7 as StructureId, name: 'CLIC d’essai' };
const AIDANTS = { code: 'soutien-aidants', name: 'Soutien aux aidants' };
const SOINS = { code: 'acces-soins', name: 'Accès aux soins' };

const her: Interests = {
  person: 'x' as PersonId,
  territories: [HERE],
  structures: [{ ...CLIC, type: 'clic' }],
  themes: [AIDANTS.code],
  perimeters: [3 as PerimeterId],
  everywhere: false,
  follows: []
};
const project: Subject = {
  self: { target: 'contribution', key: '12' },
  territory: HERE,
  structures: [],
  themes: [],
  ground: { kind: 'whole' }
};
const follow = (
  target: 'theme' | 'structure' | 'territory' | 'contribution',
  key: string,
  muted = false
) => ({
  ...her,
  follows: [{ target, key, muted }]
});
const why = (subject: Partial<Subject>, interests: Interests = her) => {
  const reason = whyOf({ ...project, ...subject }, interests);
  return reason && sayWhy(reason);
};

describe('why something concerns somebody', () => {
  test('her structure, her themes, her communes, or all her network', () => {
    expect(why({ structures: [CLIC] })).toBe('avec votre structure, CLIC d’essai');
    expect(why({ themes: [SOINS, AIDANTS] })).toBe(
      'thème de vos structures\u00a0: Soutien aux aidants'
    );
    expect(why({ themes: [SOINS], ground: { kind: 'part', count: 1, names: ['Moissac'] } })).toBe(
      'vous intervenez à Moissac'
    );
    expect(why({})).toBe('pour tout votre réseau');
  });

  test('nothing does of another subject, other communes, or another network', () => {
    expect(why({ themes: [SOINS] })).toBe(null);
    expect(why({ ground: { kind: 'part', count: 0, names: [] } })).toBe(null);
    expect(why({ territory: ELSEWHERE, structures: [CLIC], themes: [AIDANTS] })).toBe(null);
  });

  test('a question concerns those it is asked to', () => {
    expect(why({ asked: 'network' })).toContain('tout le réseau');
    expect(why({ asked: { theme: AIDANTS.code } })).toContain('sur ce thème');
    expect(why({ asked: { theme: SOINS.code } })).toBe(null);
    expect(why({ asked: { type: 'clic' } })).toContain('comme la vôtre');
    expect(why({ asked: { type: 'cpts' } })).toBe(null);
  });

  test('who has said nothing of where she works reads what her network shares', () => {
    const newcomer = { ...her, structures: [], themes: [], perimeters: [] };
    expect(why({ themes: [SOINS] }, newcomer)).toBe('pour tout votre réseau');
    expect(why({ asked: { type: 'cpts' } }, newcomer)).toBe(null);
  });

  test('what she follows comes from elsewhere too', () => {
    expect(why({ territory: ELSEWHERE }, follow('territory', '2'))).toBe(
      'vous suivez ce territoire'
    );
    expect(why({ themes: [SOINS] }, follow('theme', SOINS.code))).toContain('Accès aux soins');
    expect(why({ territory: ELSEWHERE }, follow('contribution', '12'))).toBe('vous le suivez');
  });
});

describe('what she muted', () => {
  test('is silent by itself, by its network, by its structure, and by its themes when all are', () => {
    expect(why({}, follow('contribution', '12', true))).toBe(null);
    expect(why({}, follow('territory', '1', true))).toBe(null);
    expect(why({ structures: [CLIC] }, follow('structure', '7', true))).toBe(null);
    expect(why({ themes: [AIDANTS] }, follow('theme', AIDANTS.code, true))).toBe(null);
    const both = { ...follow('theme', SOINS.code, true), themes: [AIDANTS.code, SOINS.code] };
    expect(why({ themes: [AIDANTS, SOINS] }, both)).toBe(
      'thème de vos structures\u00a0: Soutien aux aidants'
    );
  });

  test('never hides the answers to what she wrote, unless it is that very conversation', () => {
    expect(why({ hers: 'written' }, follow('territory', '1', true))).toBe('vous l’avez écrit');
    expect(why({ hers: 'written' }, follow('contribution', '12', true))).toBe(null);
  });
});
