import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** A person does not fill a form faster. */
const A_MOMENT = 2_100;
let turn = 0;
const anAddress = (name: string) => `${name}.${Date.now().toString(36)}${++turn}@exemple.test`;

async function anEdition(browser: Browser, title: string): Promise<string> {
  const context = await browser.newContext();
  const origin = new URL(test.info().project.use.baseURL!).origin;
  const slug = await openRegistration(context.request, origin, { title });
  await context.close();
  return slug;
}

/** The addresses of this site in the last message to somebody, then its whole text. */
async function lastMessage(page: Page, address: string): Promise<string> {
  await page.goto(`/courriels?pour=${encodeURIComponent(address)}`);
  await page.locator('main a[href^="/courriels/"]').first().click();
  await expect(page).toHaveURL(/courriels\/\d+/);
  return page.locator('main').innerText();
}

function linkIn(text: string, start: string): string {
  const at = new RegExp(`https?://[^\\s]+?(${start}[^\\s]*)`).exec(text);
  expect(at, text).not.toBeNull();
  return at![1]!;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });
    /** What examines a page is a script too. */
    const examine = (page: Page) =>
      javaScriptEnabled ? expectAccessible(page) : Promise.resolve();

    test('invites, sees who answers, writes to who comes, exports, cancels', async ({
      page,
      browser,
      baseURL
    }) => {
      test.slow();
      const slug = await anEdition(
        browser,
        `Invités ${javaScriptEnabled ? 'au clic' : 'sans script'}`
      );
      const root = `/gestion/rencontres/${slug}`;
      const [comes, declines, silent] = [
        anAddress('vient'),
        anAddress('decline'),
        anAddress('muet')
      ];
      await enterAs(page, PERSON.animator, baseURL!);

      await page.goto(`${root}/invitations?source=pasted`);
      await page
        .getByLabel('Collez la liste comme elle est')
        .fill(`Vienne Essai <${comes}>\n${declines}\n${silent}\nillisible`);
      await page.getByRole('button', { name: 'Voir qui serait invité' }).click();
      await expect(page.getByText('3 personnes à inviter')).toBeVisible();
      await expect(page.getByText('1 ligne sans adresse reconnue')).toBeVisible();
      await examine(page);
      await page.getByRole('button', { name: 'Envoyer 3 invitations' }).click();
      await expect(page.getByText('3 invitations partent')).toBeVisible();
      await expect(page.getByText(/Prochaine relance possible le/)).toBeVisible();
      await examine(page);

      const guest = await (await browser.newContext({ javaScriptEnabled })).newPage();
      const invited = await lastMessage(guest, comes);
      expect(invited).not.toContain(silent);
      await guest.goto(linkIn(invited, `/rencontres/${slug}/inscription`));
      await guest.getByLabel('Prénom').fill('Vienne');
      await guest.getByLabel('Nom', { exact: true }).fill('Essai');
      await guest.locator('#champ-profession').fill('Interne');
      await guest.waitForTimeout(A_MOMENT);
      await guest.getByRole('button', { name: 'M’inscrire' }).click();
      await expect(guest).toHaveURL(/\/ma-place\//);
      await guest.goto(linkIn(await lastMessage(guest, declines), '/invitation-rencontre/'));
      await examine(guest);
      await guest.getByLabel('Un mot pour l’équipe').fill('En congé cette semaine.');
      await guest.getByRole('button', { name: 'Dire que je ne pourrai pas venir' }).click();
      await expect(guest.getByText('C’est noté, merci de l’avoir dit')).toBeVisible();

      await page.goto(`${root}/invitations?etat=declined`);
      await expect(page.getByText('En congé cette semaine.')).toBeVisible();
      await page.goto(`${root}/inscriptions`);
      await expect(page.getByRole('link', { name: 'Essai Vienne' })).toBeVisible();
      await examine(page);
      await page.getByRole('link', { name: 'Essai Vienne' }).click();
      await expect(page.getByRole('heading', { name: 'Vienne Essai', level: 1 })).toBeVisible();
      await examine(page);

      await page.goto(`${root}/inscriptions/messages`);
      await page.getByLabel('Objet').fill('La salle change');
      await page.getByLabel('Message', { exact: true }).fill('Nous serons salle B.');
      await page.getByRole('button', { name: 'Envoyer à 1 personne' }).click();
      await expect(page.getByText('1 message part')).toBeVisible();
      expect(await lastMessage(guest, comes)).toContain('Nous serons salle B.');

      await page.goto(`${root}/inscriptions`);
      await page.getByText('Exporter la liste').click();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Exporter en CSV' }).click();
      expect((await download).suggestedFilename()).toBe(`inscriptions-${slug}.csv`);

      await page.goto(`${root}/inscriptions/annulation`);
      await page.getByRole('button', { name: 'Annuler la rencontre' }).click();
      await expect(page.getByText('Cochez la case pour confirmer.')).toBeVisible();
      await examine(page);
      await page.getByLabel('Pourquoi, et ce qui vient ensuite').fill('Neige annoncée.');
      await page.getByLabel(/J’annule cette rencontre/).check();
      await page.getByRole('button', { name: 'Annuler la rencontre' }).click();
      await expect(page.getByText('Cette rencontre est annulée')).toBeVisible();
      await expect(page.getByText('2 messages partent')).toBeVisible();
      for (const address of [comes, declines])
        expect(await lastMessage(guest, address)).toContain('Neige annoncée.');
      expect(await lastMessage(guest, silent)).not.toContain('Neige annoncée.');
    });
  });
}
