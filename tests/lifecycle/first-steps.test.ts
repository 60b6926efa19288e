import { expect, onTestFinished, test } from 'vitest';
import { cookiesOf, hiddenFields, maillage } from '../support/installed.ts';
import { freePort, run, temporaryFolder } from '../support/processes.ts';

/** The page « Installer sur un serveur », step by step: an empty folder, a public address, no mail server. */

const ORIGIN = 'https://maillage.example.org';

test('from an empty server without mail to an animator signed in, by the command line and two links', async () => {
  const data = await temporaryFolder();
  const port = await freePort();
  const env = {
    ...{ MAILLAGE_DATA: data, MAILLAGE_ORIGIN: ORIGIN, MAILLAGE_DEMO: 'off' },
    ...{ PORT: String(port), HOST: '127.0.0.1' }
  };
  const app = run('src/server.ts', [], { env, after: onTestFinished });
  await app.line(/Maillage est prêt/);
  const visit = browser(`http://127.0.0.1:${port}`);

  // Nobody waits for a message that cannot leave: the page says so, before and after, whoever asks.
  const door = await visit('/connexion');
  expect(door.text).toContain('n’envoie pas de courriel');
  expect(door.text).not.toContain('Recevoir mon lien');
  const nobody = { form: { courriel: 'personne@reseau.internal', suite: '' } };
  const asked = await visit('/connexion?/lien', nobody);
  expect(asked.text).toContain('Aucun courriel n’est parti');
  expect(asked.text).toContain('maillage user link personne@reseau.internal');
  expect(asked.text).not.toContain('vient de partir');

  // Whoever administers, from a link that the command line gives.
  const invited = await maillage(
    env,
    'user',
    'invite',
    'ada@reseau.internal',
    '--role',
    'administrator'
  );
  const first = await enter(visit, linkIn(invited));
  const opening = await visit('/gestion/instance/territoires/nouveau', { cookie: first });
  expect([opening.status, opening.to]).toEqual([200, null]);
  expect((await visit(pathOf(linkIn(invited)))).text).not.toContain('Ada');

  // The territory: what it covers is shown before it is opened.
  const page = '/gestion/instance/territoires/nouveau';
  const fields = {
    ...{ nom: 'Pays d’essai', 'nom-de': 'du Pays d’essai', adresse: 'pays-d-essai' },
    ...{ description: '', liste: 'Plouarzel' }
  };
  const shown = await visit(`${page}?/enregistrer`, { cookie: first, form: fields });
  expect(shown.text).toContain('Plouarzel');
  const seen = hiddenFields(shown.text).filter(([name]) => name === 'vu');
  const form = { ...fields, liste: '', comprend: 'commune 29177', ...Object.fromEntries(seen) };
  const opened = await visit(`${page}?/enregistrer`, { cookie: first, form });
  expect([opened.status, opened.to]).toEqual([
    303,
    '/gestion/instance/territoires/pays-d-essai?ouvert'
  ]);

  // Whoever animates it, from an invitation that the command line gives.
  const words = ['user', 'invite', 'lou@reseau.internal', '--role', 'animator'];
  const second = await maillage(env, ...words, '--territory', 'pays-d-essai', '--json');
  const { link } = JSON.parse(second) as { link: string };
  expect(new URL(link).origin).toBe(ORIGIN);
  expect((await visit(pathOf(link))).status).toBe(200);
  const accepted = await visit(pathOf(link), { form: { nom: 'Lou Exemple', profession: '' } });
  expect([accepted.status, accepted.to]).toEqual([303, '/bienvenue/pays-d-essai']);
  const animates = '/gestion/territoires/pays-d-essai/membres';
  expect((await visit(animates, { cookie: accepted.cookie })).text).toContain('Lou Exemple');

  // Back tomorrow, still without mail: the operator gives another link.
  const again = JSON.parse(
    await maillage(env, 'user', 'link', 'lou@reseau.internal', '--json')
  ) as { link: string };
  const cookie = await enter(visit, again.link);
  expect((await visit(animates, { cookie })).text).toContain('Lou Exemple');
  await expect(maillage(env, 'user', 'link', 'personne@reseau.internal')).rejects.toThrow(
    'Aucun compte ouvert n’est rattaché à personne@reseau.internal'
  );
  for (const secret of [linkIn(invited), link, again.link])
    expect(app.output()).not.toContain(secret.slice(-20));
});

interface Asked {
  cookie?: string;
  form?: Record<string, string>;
}

type Visit = (path: string, asked?: Asked) => ReturnType<ReturnType<typeof browser>>;

/** What a person sees of the server behind its proxy, from the machine itself. */
function browser(base: string) {
  return async (path: string, { cookie = '', form }: Asked = {}) => {
    const answer = await fetch(base + path, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { accept: 'text/html', origin: ORIGIN, cookie },
      ...(form && { body: new URLSearchParams(form) })
    });
    return {
      status: answer.status,
      to: answer.headers.get('location'),
      cookie: cookiesOf(answer.headers.getSetCookie()),
      text: await answer.text()
    };
  };
}

/** Opens a link to sign in, and presses its button. @returns the cookie of the session. */
async function enter(visit: Visit, link: string): Promise<string> {
  expect(new URL(link).origin).toBe(ORIGIN);
  const { cookie } = await visit(pathOf(link));
  const pressed = await visit('/connexion/lien', { cookie, form: {} });
  expect([pressed.status, pressed.to]).toEqual([303, '/mon-espace']);
  return pressed.cookie;
}

function linkIn(text: string): string {
  return /https:\/\/\S+/.exec(text)![0];
}

function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}
