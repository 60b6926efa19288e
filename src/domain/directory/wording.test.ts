import { describe, expect, it } from 'vitest';
import { formatPhone, solicitedByText, solicitedThroughText } from './wording.ts';

describe('telephone numbers as they are read', () => {
  it.each([
    ['0536490001', '05 36 49 00 01'],
    ['0800360360', '0 800 360 360'],
    ['3977', '39 77'],
    ['15', '15'],
    ['+352123456', '+352123456'],
    ['', '']
  ])('%s reads « %s »', (digits, text) => {
    expect(formatPhone(digits).replaceAll('\u00a0', ' ')).toBe(text);
  });
});

describe('how to solicit', () => {
  it('enumerates who and how, each once', () => {
    expect(solicitedByText(['professionnels', 'aidants', 'professionnels'])).toBe(
      'les professionnels et les proches'
    );
    expect(solicitedThroughText(['telephoner', 'se-presenter'])).toBe('par téléphone et sur place');
    expect(solicitedByText([])).toBe('');
  });
});
