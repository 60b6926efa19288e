import { expect, test } from 'vitest';
import { SIGN_IN_WITHIN } from '../../session.ts';
import {
  addressChangedMail,
  closedAccountMail,
  newAddressMail,
  signInMail,
  strangerMail
} from './mails.ts';

const to = { name: 'Camille Exemple', email: 'camille@exemple.test' };

test('what one waits for before a screen goes before a campaign, and no later than its secret serves', () => {
  const secrets = [
    signInMail(to, { token: 'jeton', code: '123456', next: '/mon-espace' }),
    newAddressMail(to, '123456')
  ];
  const told = [strangerMail(to.email), closedAccountMail(to), addressChangedMail(to)];
  for (const mail of [...secrets, ...told]) expect(mail.urgent, mail.subject).toBe(true);
  for (const mail of secrets) expect(mail.expiresIn).toBe(SIGN_IN_WITHIN);
  for (const mail of told) expect(mail.expiresIn, mail.subject).toBe(undefined);
});
