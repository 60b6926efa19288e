import { expect, test } from 'vitest';
import { securityText } from './controller.ts';

test('security.txt says whom to write to and until when, and does not exist without anybody', () => {
  const address = 'https://maillage.example.org/.well-known/security.txt';
  expect(securityText('', address, new Date())).toBeNull();
  for (const day of ['2031-08-31T23:30:00Z', '2031-12-15T00:00:00Z']) {
    const now = new Date(day);
    const text = securityText('securite@example.org', address, now)!;
    expect(text).toContain('Contact: mailto:securite@example.org\n');
    expect(text).toContain(`Canonical: ${address}\n`);
    const expires = Date.parse(/^Expires: (.+)$/m.exec(text)![1]!);
    // RFC 9116 asks for less than a year.
    expect(expires - now.getTime()).toBeGreaterThan(120 * 86_400_000);
    expect(expires - now.getTime()).toBeLessThan(200 * 86_400_000);
  }
});
