import { chromium, type Browser, type Page } from '@playwright/test';
import { expect, onTestFinished, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import { REVISIONS } from '#app/revisions.ts';
import { dueNow } from '#domain/discovery/digest.ts';
import { sendDigests } from '#domain/discovery/server/digest/jobs.ts';
import { drawDay, monthOf, nextDraw } from '#domain/sharing/pairing/calendar.ts';
import { drawRounds } from '#domain/sharing/server/pairing/jobs.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { deliverMail } from '#server/mail/delivery.ts';
import { addDays, civilTime, instantOf } from '#shared/dates.ts';
import type { ContributionId, MailId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { findHeadless } from '../support/chromium.ts';
import { links, startMailbox, type Received } from '../support/mailbox.ts';
import { giveMailboxes } from '../support/messages.ts';
import { freePort, run, temporaryFolder } from '../support/processes.ts';

/** What a member receives, through the built pages, a real mail server and a real browser. */
const LUCIE = 'lucie.esquisse';
const PARIS = 'Europe/Paris';
const today = () => civilTime(new Date(), PARIS).slice(0, 10);

test('somebody follows a theme, hears of it once, answers without signing in, leaves by one button; then meets her binôme', async () => {
  const { db, origin } = await startServer();
  const browser = await openBrowser();
  const lucie = await signedIn(browser, origin, LUCIE);

  await lucie.goto('/mon-espace/suivis');
  await lucie.locator('select[name="cle"]').selectOption('soutien-aidants');
  await lucie.getByRole('button', { name: 'Suivre ce thème' }).click();
  await lucie.getByText('C’est noté').waitFor();
  const joined = await joinsAgain(lucie);
  expect(joined).toBe(true);
  const feed = await itsFeed(lucie);

  const territories = await db.selectFrom('territory').select(['id', 'slug']).execute();
  const idOf = (slug: string) => territories.find((one) => one.slug === slug)!.id as TerritoryId;
  const themes = ['soutien-aidants'];
  const shared = { territory: idOf('trois-confluents'), themes, kind: 'question' } as const;
  await aContribution(db, { ...shared, title: 'Qui relaie les aidants le dimanche ?' });
  await aContribution(db, {
    ...{ territory: idOf('pays-de-brest'), themes, title: 'Un projet réservé ailleurs' }
  });
  await aContribution(db, { ...shared, title: 'Un brouillon', status: 'draft' });
  const hidden = await aContribution(db, { ...shared, title: 'Une question cachée' });
  await hide(db, hidden.id);

  await theFeedIsHers(lucie, feed);

  await giveMailboxes(db);
  await db.deleteFrom('mail_message').execute();
  const now = nextMorning();
  expect(await sendDigests(db, now, loadActor)).toBeGreaterThan(0);
  expect(await sendDigests(db, now, loadActor)).toBe(0);
  const [digest, ...others] = await received(db, 'digest');
  expect(others).toEqual([]);
  const text = digest!.mail.text ?? '';
  expect(text).toContain('Qui relaie les aidants le dimanche ?');
  for (const unseen of ['Un projet réservé ailleurs', 'Un brouillon', 'Une question cachée'])
    expect(digest!.raw + text).not.toContain(unseen);

  const stranger = await (await browser.newContext({ baseURL: origin })).newPage();
  await answersWithoutAccount(stranger, db, digest!);
  await leavesByOneButton(stranger, digest!);
  await db.deleteFrom('digest').execute();
  await db.deleteFrom('mail_message').execute();
  await sendDigests(db, now, loadActor);
  expect(await received(db, 'digest')).toEqual([]);

  await meetsHerBinome(stranger, lucie, db);
}, 400_000);

/** Leaves the draw if she is in it, and asks for a binôme, as a person does. */
async function joinsAgain(page: Page): Promise<boolean> {
  await page.goto('/mon-espace/binomes');
  const leave = page.locator('form[action="?/quitter"] button').first();
  if (await leave.isVisible()) await leave.click();
  await page
    .getByRole('button', { name: /^Recevoir un binôme/ })
    .first()
    .click();
  return page.locator('form[action="?/quitter"] button').first().isVisible();
}

async function itsFeed(page: Page): Promise<string> {
  await page.goto('/mon-espace/nouvelles');
  const text = await page.locator('section[aria-labelledby="flux"]').innerHTML();
  return new URL(/https?:\/\/[^\s"<]*\/flux\/[^\s"<]+\.atom/.exec(text)![0]).pathname;
}

/** Its address alone opens it, nothing on the way keeps it, and another address ends it; the public one is public. */
async function theFeedIsHers(page: Page, feed: string): Promise<void> {
  const origin = new URL(page.url()).origin;
  const read = (path: string) => fetch(origin + path);
  const hers = await read(feed);
  expect(hers.status).toBe(200);
  expect(hers.headers.get('cache-control')).toBe('private, no-store');
  expect(await hers.text()).toContain('Qui relaie les aidants le dimanche ?');
  const everybody = await read('/partage.atom');
  expect(everybody.headers.get('cache-control')).toBe('public, max-age=900');
  const shown = await everybody.text();
  expect(shown).toContain('<entry>');
  for (const title of ['Qui relaie', 'Un projet réservé', 'Un brouillon', 'Une question cachée'])
    expect(shown).not.toContain(title);

  await page.goto('/mon-espace/nouvelles');
  await page.getByRole('button', { name: /^Changer d’adresse/ }).click();
  await page.getByText('Votre flux a une nouvelle adresse').waitFor();
  expect((await read(feed)).status).toBe(404);
  const other = await itsFeed(page);
  expect(other).not.toBe(feed);
  expect((await read(other)).status).toBe(200);
}

async function answersWithoutAccount(page: Page, db: Database, digest: Received): Promise<void> {
  const address = links(digest).find((one) => one.includes('/repondre/'))!;
  const replies = async () =>
    (await db.selectFrom('reply').select('body').where('body', 'like', 'La plateforme%').execute())
      .length;
  await page.goto(address);
  expect(await replies()).toBe(0);
  await page.locator('textarea').first().fill('La plateforme de répit, un dimanche sur deux.');
  await page.locator('form:has(textarea) button').first().click();
  await page
    .getByText(/[Mm]erci/)
    .first()
    .waitFor();
  expect(await replies()).toBe(1);
}

async function leavesByOneButton(page: Page, digest: Received): Promise<void> {
  const address = links(digest).find((one) => one.includes('/desabonnement/'))!;
  await page.goto(address);
  await page.getByRole('button', { name: 'Ne plus recevoir ces messages' }).click();
  await page.getByRole('button', { name: 'Recevoir de nouveau ces messages' }).waitFor();
}

async function meetsHerBinome(page: Page, lucie: Page, db: Database): Promise<void> {
  await db.deleteFrom('mail_message').execute();
  // The month of the next draw that was not drawn yet.
  const day = drawDay(monthOf(addDays(monthOf(nextDraw(today())), 32)));
  expect(await drawRounds(db, instantOf(`${day}T08:20`, PARIS))).toBeGreaterThan(0);
  const [message, ...others] = await received(db, 'pairing');
  expect(others).toEqual([]);
  const text = message!.mail.text ?? '';
  const [, common = '', dates = ''] =
    /en commun\s:\s+([\s\S]*?)Deux moments possibles[^:]*:\s+([\s\S]*?)\n\n/.exec(text) ?? [];
  expect(common.split('\n').filter((line) => line.startsWith('–'))).toHaveLength(3);
  expect(dates.split('\n').filter((line) => line.startsWith('–'))).toHaveLength(2);

  const own = links(message!).find((one) => one.includes('/binome/'))!;
  const said = async () => (await db.selectFrom('pairing_feedback').selectAll().execute()).length;
  const before = await said();
  await page.goto(own);
  expect(await said()).toBe(before);
  await page.getByRole('button', { name: 'Nous nous sommes parlé' }).click();
  await page.getByText('C’est noté').waitFor();
  expect(await said()).toBe(before + 1);

  // The message leads to a page that asks who writes: she signs in, and writes.
  const write = links(message!).find((one) => one.includes('/partage/ouvrir?vers=%2Fecrire'))!;
  await page.goto(write);
  expect(new URL(page.url()).pathname).toBe('/connexion');
  await lucie.goto(write);
  expect(new URL(lucie.url()).pathname).toMatch(/^\/ecrire\//);
  await lucie.locator('main textarea').first().waitFor();
}

/** The next morning when weekly digests leave. */
function nextMorning(): Date {
  for (let day = today(); ; day = addDays(day, 1)) {
    const at = instantOf(`${day}T08:00`, PARIS);
    if (at > new Date() && dueNow('weekly', at)) return at;
  }
}

async function hide(db: Database, id: ContributionId): Promise<void> {
  await db
    .insertInto('withholding')
    .values({ content_kind: 'contribution', content_id: String(id) })
    .execute();
}

/** Hands what was written to Lucie over to a real mail server. */
async function received(db: Database, kind: string): Promise<readonly Received[]> {
  const mailbox = await startMailbox();
  const from = 'maillage@reseau.internal';
  const settings = { smtpUrl: mailbox.url, from, keepBodies: false, revisions: REVISIONS };
  const waiting = await db
    .selectFrom('mail_message')
    .select('id')
    .where('kind', '=', kind)
    .where('recipient', '=', `${LUCIE}@reseau.internal`)
    .execute();
  for (const { id } of waiting)
    await deliverMail(db, id as MailId, settings, { worker: 'essai', now: new Date() });
  return mailbox.messages;
}

async function openBrowser(): Promise<Browser> {
  const executablePath = findHeadless();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu']
  });
  onTestFinished(() => browser.close());
  return browser;
}

async function signedIn(browser: Browser, origin: string, who: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin });
  await context.request.post('/connexion?/demonstration', {
    form: { personne: `${who}@exemple.test` },
    headers: { origin, accept: 'text/html' },
    maxRedirects: 0
  });
  return context.newPage();
}

async function startServer(): Promise<{ db: Database; origin: string }> {
  const data = await temporaryFolder();
  const postgres = await startEmbedded({ data, role: 'command', disposable: true });
  onTestFinished(() => postgres.stop());
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    ...{ DATABASE_URL: postgres.url, MAILLAGE_DATA: data, PORT: String(port) },
    ...{ MAILLAGE_ORIGIN: origin, MAILLAGE_DEMO: 'on', MAILLAGE_WORKER: 'off' },
    MAILLAGE_SECRET: 'un secret assez long pour cet essai'
  };
  // The messages are written here, with the address and the secret of the server that is visited.
  Object.assign(process.env, env);
  const server = run('src/server.ts', [], { env });
  // The whole demonstration is loaded: a busy machine takes more than a minute.
  const isReady = () => server.line(/Maillage est prêt/);
  await isReady().catch(isReady);
  const db = connect(postgres.url);
  onTestFinished(() => db.destroy());
  return { db, origin };
}
