import { describe, expect, it } from 'vitest';
import { findMachine, formStamp } from './form-guard.ts';

const SHOWN = new Date('2027-03-01T09:00:00Z');
const after = (ms: number) => new Date(SHOWN.getTime() + ms);
const sent = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

describe('telling a machine from a person', () => {
  const presente = formStamp(SHOWN);

  it('a person took a moment, or left the page open for a day', () => {
    expect(findMachine(sent({ presente }), after(2_500))).toBeNull();
    expect(findMachine(sent({ presente }), after(86_400_000))).toBeNull();
  });

  it('a machine answers at once, days later, or without having seen the page', () => {
    expect(findMachine(sent({ presente }), after(300))).toBe('too-fast');
    expect(findMachine(sent({ presente }), after(3 * 86_400_000))).toBe('too-fast');
    expect(findMachine(sent({}), after(5_000))).toBe('too-fast');
    const forged = `${(0).toString(36)}.${presente.split('.')[1]}`;
    expect(findMachine(sent({ presente: forged }), after(5_000))).toBe('too-fast');
  });

  it('a machine fills what nobody sees', () => {
    const form = sent({ presente, 'adresse-du-site': 'https://exemple.test' });
    expect(findMachine(form, after(5_000))).toBe('trap');
  });
});
