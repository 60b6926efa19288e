import { describe, expect, test } from 'vitest';
import type { Contribution } from './model.ts';
import { checkExpiry, isOver, jobPosting, prolonged, sayPeriod } from './opportunities.ts';

const TODAY = '2026-11-22';

describe('the last day of an opportunity', () => {
  test('is today at the earliest, in a year at the latest', () => {
    expect(checkExpiry('2026-11-21', TODAY)).toContain('passé');
    expect(checkExpiry(TODAY, TODAY)).toBeNull();
    expect(checkExpiry('2027-11-22', TODAY)).toBeNull();
    expect(checkExpiry('2027-11-23', TODAY)).toContain('un an');
  });

  test('is still shown, and the day after is not', () => {
    expect(isOver({ expiresOn: TODAY }, TODAY)).toBe(false);
    expect(isOver({ expiresOn: '2026-11-21' }, TODAY)).toBe(true);
  });

  test('moves two months on, from today when it has passed, never past a year', () => {
    expect(prolonged('2026-11-25', TODAY)).toBe('2027-01-24');
    expect(prolonged('2026-01-01', TODAY)).toBe('2027-01-21');
    expect(prolonged('2027-11-01', TODAY)).toBe('2027-11-22');
  });
});

test('a period is said as one says it', () => {
  expect(sayPeriod({ startsOn: null, endsOn: null })).toBe('');
  expect(sayPeriod({ startsOn: '2026-11-02', endsOn: null })).toBe(
    'à partir du lundi 2 novembre 2026'
  );
  expect(sayPeriod({ startsOn: '2026-11-02', endsOn: '2026-11-02' })).toBe(
    'le lundi 2 novembre 2026'
  );
});

describe('what search engines read', () => {
  const offer = (type: 'internship' | 'housing') =>
    ({
      ...{
        kind: 'opportunity',
        title: 'Stage',
        summary: 'Six mois.',
        texts: { description: 'Deux lieux.' }
      },
      ...{
        carriers: [],
        publishedAt: new Date('2026-11-01T08:00:00Z'),
        territory: { name: 'Ici' }
      },
      details: {
        ...{ type, profession: 'Interne', place: '', commune: null, contact: '', url: '' },
        ...{ startsOn: '2027-05-03', endsOn: null, expiresOn: '2026-12-31' }
      }
    }) as unknown as Contribution<'opportunity'>;

  test('is a job posting for a stage, and nothing for a room', () => {
    expect(
      jobPosting(offer('internship'), { url: 'https://m.test/x', commune: 'Moissac' })
    ).toMatchObject({
      ...{ '@type': 'JobPosting', employmentType: 'INTERN', datePosted: '2026-11-01' },
      ...{ description: 'Six mois.\n\nDeux lieux.', hiringOrganization: { name: 'Ici' } },
      jobLocation: { address: { addressLocality: 'Moissac' } }
    });
    expect(jobPosting(offer('housing'), { url: 'https://m.test/x', commune: '' })).toBeNull();
  });
});
