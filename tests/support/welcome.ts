import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { openRegistration } from './editions.ts';

const TODAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' });

export interface Guest {
  readonly first: string;
  readonly last: string;
  readonly email: string;
}

/** What is written in another page of the site, asked for as its animator. */
export interface Organiser {
  readonly context: BrowserContext;
  /** The pages of the edition that prepare it. */
  readonly root: string;
  /** Of a link for volunteers, made for today. */
  readonly link: string;
}

/** An edition held today, with people expected, and a link for who welcomes them. */
export async function anEditionToday(
  browser: Browser,
  origin: string,
  edition: { readonly title: string; readonly guests: readonly Guest[] }
): Promise<Organiser> {
  const context = await browser.newContext();
  const slug = await openRegistration(context.request, origin, {
    ...{
      title: edition.title,
      shut: true,
      day: TODAY.format(new Date()),
      from: '00:00',
      until: '23:59'
    }
  });
  const root = `/gestion/rencontres/${slug}`;
  for (const { first, last, email } of edition.guests) {
    const form = { prenom: first, nom: last, courriel: email, profession: 'Infirmier' };
    const answer = await context.request.post(`${root}/inscriptions/ajouter`, {
      ...{ form, maxRedirects: 0, headers: { origin, accept: 'text/html' } }
    });
    expect(answer.status(), (await answer.text()).slice(0, 2000)).toBe(303);
  }
  const page = await context.newPage();
  await page.goto(`${root}/accueil`);
  await page.getByLabel('Où, ou pour qui').fill('Entrée nord');
  await page.getByRole('button', { name: 'Faire ce lien' }).click();
  await expect(page.getByText('Le lien est prêt')).toBeVisible();
  const link = await page.getByRole('link', { name: /\/pointage\// }).getAttribute('href');
  await page.close();
  return { context, root, link: new URL(link!).pathname };
}

/** A telephone of its own, with the page open and ready to be opened again without network. */
export async function aTelephone(
  browser: Browser,
  link: string,
  name: string
): Promise<{ phone: BrowserContext; page: Page }> {
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await phone.newPage();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Entrée nord' })).toBeVisible();
  await page.getByText('Réglages de ce téléphone').click();
  await page.getByLabel('Nom de ce téléphone').fill(name);
  await page.getByLabel('Nom de ce téléphone').blur();
  await page.getByText('Réglages de ce téléphone').click();
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
    .toBe(true);
  return { phone, page };
}

/** The network is cut: neither the page nor its worker reaches anything. */
export async function cut(phone: BrowserContext): Promise<void> {
  await phone.setOffline(true);
  await phone.route(/\/(liste|envoi)$/, (route) => route.abort());
}

export async function restore(phone: BrowserContext): Promise<void> {
  await phone.unroute(/\/(liste|envoi)$/);
  await phone.setOffline(false);
}

export async function enterByName(page: Page, typed: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Chercher', exact: true }).click();
  await page.getByLabel('Nom ou prénom').fill(typed);
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
}

/** Everything a telephone keeps, as somebody who opens its memory would read it. */
export function memoryOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const read = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('unread'));
      });
    const parts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const latin = new TextDecoder('latin1');
    const utf8 = new TextDecoder();
    const tell = (value: unknown): string => {
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
        return latin.decode(value) + utf8.decode(value);
      if (typeof value === 'object' && value !== null)
        return Object.entries(value)
          .map(([key, inner]) => `${key}=${tell(inner)}`)
          .join(' ');
      return String(value);
    };
    for (const { name } of await indexedDB.databases()) {
      const db = await read(indexedDB.open(name!));
      for (const store of db.objectStoreNames) {
        const rows = await read(db.transaction(store).objectStore(store).getAll());
        parts.push(`${store}: ${rows.length} rows`, ...rows.map(tell));
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        parts.push(request.url, await (await cache.match(request))!.text());
    }
    return parts.join('\n');
  });
}

/** The address « ma place » that was written to somebody. */
export async function placeOf(browser: Browser, email: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(`/courriels?pour=${encodeURIComponent(email)}`);
  await page.locator('main a[href^="/courriels/"]').first().click();
  await expect(page).toHaveURL(/courriels\/\d+/);
  const text = await page.locator('main').innerText();
  await page.close();
  return /https?:\S+\/ma-place\/[\w-]+/.exec(text)![0];
}
