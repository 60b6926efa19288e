import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** A person does not fill a form faster. */
const A_MOMENT = 2_100;
const PHONE = { width: 390, height: 844 };
let turn = 0;

/** An address nobody else of these tests has. */
const anAddress = (name: string) => `${name}.${Date.now().toString(36)}${++turn}@exemple.test`;

async function anEdition(browser: Browser, traits: Parameters<typeof openRegistration>[2]) {
  const context = await browser.newContext();
  const origin = new URL(test.info().project.use.baseURL!).origin;
  const slug = await openRegistration(context.request, origin, traits);
  await context.close();
  return slug;
}

interface Person {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly profession?: string;
}

async function fill(page: Page, { first, last, email, profession = 'Interne' }: Person) {
  await page.getByLabel('Prénom').fill(first);
  await page.getByLabel('Nom', { exact: true }).fill(last);
  await page.getByLabel('Courriel', { exact: true }).fill(email);
  await page.locator('#champ-profession').fill(profession);
}

async function send(page: Page, name = 'M’inscrire'): Promise<void> {
  await page.waitForTimeout(A_MOMENT);
  await page.getByRole('button', { name }).click();
}

/** Registers somebody; answers with the path of her place. */
async function register(
  browser: Browser,
  slug: string,
  person: Person,
  choose: (page: Page) => Promise<void> = async () => undefined
): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`/rencontres/${slug}/inscription`);
  await fill(page, person);
  await choose(page);
  await page.waitForTimeout(A_MOMENT);
  await page.locator('form.registration button.call').click();
  await expect(page).toHaveURL(/\/ma-place\//);
  const path = new URL(page.url()).pathname;
  await context.close();
  return path;
}

/** The last message to an address, as the demonstration shows what would have been sent. */
async function lastMessage(browser: Browser, address: string): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`/courriels?pour=${encodeURIComponent(address)}`);
  await page.locator('main a[href^="/courriels/"]').first().click();
  await expect(page).toHaveURL(/courriels\/\d+/);
  const text = await page.locator('main').innerText();
  await context.close();
  return text.replaceAll('\u00a0', ' ');
}

const seat = (page: Page, title: string): Locator =>
  page.getByRole('listitem').filter({ hasText: title });

// Journey 5 of the experience.
for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled, viewport: PHONE });

    test('an interne picks two workshops, waits for the full one, and a cancellation gives it to her', async ({
      page,
      browser
    }) => {
      test.slow();
      const slug = await anEdition(browser, {
        title: `Journée des internes ${javaScriptEnabled ? 'au doigt' : 'sans script'}`,
        choices: [
          { title: 'Douleur', from: '10:00', until: '11:00', places: 1 },
          { title: 'Chutes', from: '10:00', until: '11:00', places: 5 },
          { title: 'Sommeil', from: '14:00', until: '15:00', places: 5 }
        ]
      });
      const other = { first: 'Sacha', last: 'Premier', email: anAddress('sacha') };
      const holder = await register(browser, slug, other, (theirs) =>
        theirs.getByLabel('Douleur').check()
      );

      await page.goto(`/rencontres/${slug}/inscription`);
      if (javaScriptEnabled) await expectAccessible(page);
      const email = anAddress('nour');
      await fill(page, { first: 'Nour', last: 'Interne', email, profession: 'Interne' });
      await expect(page.getByText('Complet : liste d’attente, rang prévu 1')).toBeVisible();
      await page.getByLabel('Douleur').check();
      await page.getByLabel('Sommeil').check();
      await send(page);
      await expect(page.getByText('Merci, votre place est réservée')).toBeVisible();
      await expect(seat(page, 'Douleur')).toContainText('Liste d’attente, rang 1');
      await expect(seat(page, 'Sommeil')).toContainText('Place réservée');
      if (javaScriptEnabled) await expectAccessible(page);
      const mine = new URL(page.url()).pathname;
      const confirmation = await lastMessage(browser, email);
      expect(confirmation).toContain('Douleur : liste d’attente, au rang 1');
      expect(confirmation).toContain(mine);

      const leaving = await browser.newPage();
      await leaving.goto(`${holder}/annuler`);
      await expect(leaving.getByText('Votre place')).toBeVisible();
      await leaving.getByRole('button', { name: 'Annuler mon inscription' }).click();
      await expect(leaving.getByText('Votre inscription est annulée')).toBeVisible();
      await leaving.close();

      await page.goto(mine);
      await expect(seat(page, 'Douleur')).toContainText('Place réservée');
      expect(await lastMessage(browser, email)).toContain('Une place s’est libérée');
      const calendar = await page.request.get(`${mine}/calendrier.ics`);
      expect(calendar.headers()['content-type']).toContain('text/calendar');
      expect(await calendar.text()).toContain('Douleur');
    });

    test('she changes what she chose, an offered place is taken by a button, and leaving says what it does', async ({
      page,
      browser
    }) => {
      test.slow();
      const slug = await anEdition(browser, {
        title: `Matinée complète ${javaScriptEnabled ? 'au doigt' : 'sans script'}`,
        places: 1,
        promotion: 'offer',
        choices: [{ title: 'Mémoire', from: '10:00', until: '11:00', places: 3 }]
      });
      const first = await register(browser, slug, {
        ...{ first: 'Sacha', last: 'Premier', email: anAddress('sacha') }
      });
      await page.goto(`/rencontres/${slug}/inscription`);
      await expect(page.getByText('au rang 1')).toBeVisible();
      const email = anAddress('camille');
      await fill(page, { first: 'Camille', last: 'Attente', email });
      await send(page, 'Rejoindre la liste d’attente');
      await expect(page.getByText('Merci, vous êtes en liste d’attente, au rang 1')).toBeVisible();
      const mine = new URL(page.url()).pathname;

      await page.getByRole('link', { name: 'Modifier' }).click();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByLabel('Mémoire').check();
      await page.getByRole('button', { name: 'Enregistrer les changements' }).click();
      await expect(seat(page, 'Mémoire')).toContainText('Souhaité');

      await page.goto(`${first}/annuler`);
      if (javaScriptEnabled) await expectAccessible(page);
      await expect(page.getByText('1 personne attend')).toBeVisible();
      await page.getByRole('button', { name: 'Annuler mon inscription' }).click();

      // A scanner of messages visits the link: nothing is taken.
      await page.request.get(mine);
      await page.goto(mine);
      await expect(page.getByText('Une place vous attend')).toBeVisible();
      await page.getByRole('button', { name: 'Prendre ma place' }).click();
      await expect(page.getByText('Votre place est réservée')).toBeVisible();
      await expect(seat(page, 'Mémoire')).toContainText('Place réservée');
    });

    test('a secretary registers colleagues, one without an address, and adds a line', async ({
      page,
      browser
    }) => {
      test.slow();
      const slug = await anEdition(browser, {
        title: `Après-midi en équipe ${javaScriptEnabled ? 'au doigt' : 'sans script'}`,
        places: 4
      });
      await page.goto(`/rencontres/${slug}/inscription/groupe`);
      if (javaScriptEnabled) await expectAccessible(page);
      const email = anAddress('secretariat');
      await page.getByLabel('Votre nom').fill('Sam Secrétaire');
      await page.getByLabel('Votre courriel').fill(email);
      await page.getByRole('button', { name: 'Ajouter une personne' }).click();
      await expect(page.getByRole('group', { name: 'Personne 4' })).toBeVisible();
      await expect(page.getByLabel('Votre nom')).toHaveValue('Sam Secrétaire');
      const line = async (at: number, first: string, address: string) => {
        const group = page.getByRole('group', { name: `Personne ${at}` });
        await group.getByLabel('Prénom').fill(first);
        await group.getByLabel('Nom', { exact: true }).fill('Collègue');
        await group.getByLabel('Son courriel').fill(address);
        await group.locator('input[name$="-profession"]').fill('Infirmière');
      };
      for (let at = 1; at <= 4; at++)
        await line(
          at,
          ['Ana', 'Bela', 'Chloé', 'Dan'][at - 1]!,
          at === 2 ? '' : anAddress(`p${at}`)
        );
      await page.locator('#champ-p3-profession').fill('');
      await send(page, 'Inscrire ces personnes');
      await expect(page.getByRole('alert')).toContainText('Un point est à corriger');
      await expect(
        page.getByRole('group', { name: 'Personne 1' }).getByLabel('Prénom')
      ).toHaveValue('Ana');
      await line(4, 'Dan', anAddress('dan'));
      await send(page, 'Inscrire ces personnes');
      await expect(page.getByText('4 inscriptions enregistrées')).toBeVisible();
      await expect(page.getByRole('listitem').filter({ hasText: 'Bela' })).toContainText(
        'son lien vous est envoyé'
      );
      const summary = await lastMessage(browser, email);
      expect(summary).toContain('/ma-place/');
      expect(summary).toContain('Ana Collègue : place réservée');
    });
  });
}

test('a refused form comes back filled, what it carries included', async ({ page, browser }) => {
  const slug = await anEdition(browser, { title: 'Formulaire refusé', asks: ['acces', 'liste'] });
  await page.goto(`/rencontres/${slug}/inscription?relais=cdom`);
  await page.locator('form.registration').evaluate((form: HTMLFormElement) => {
    form.noValidate = true;
  });
  await fill(page, { first: 'Lou', last: 'Essai', email: 'pas une adresse' });
  await page.locator('summary', { hasText: 'À préciser' }).click();
  await page
    .getByLabel('Ce qui faciliterait votre venue')
    .fill('Je viens avec Mme Martin, née le 12/03/1941');
  await send(page);
  await expect(page.getByRole('alert')).toContainText('Écrivez l’adresse en entier');
  await expect(page.getByLabel('Prénom')).toHaveValue('Lou');
  await expect(page.locator('input[name="relais"]')).toHaveValue('cdom');
  await expect(page.getByLabel('Ce qui faciliterait votre venue')).toBeVisible();
  await page.getByLabel('Courriel', { exact: true }).fill(anAddress('lou'));
  await send(page);
  await expect(page.getByText('Une seconde lecture avant d’enregistrer')).toBeVisible();
  await expectAccessible(page);
});

test('pressed twice, sent again by the back button or in two tabs, a form is one registration', async ({
  page,
  browser
}) => {
  test.slow();
  const slug = await anEdition(browser, { title: 'Deux fois le même geste', places: 5 });
  const email = anAddress('double');
  await page.goto(`/rencontres/${slug}/inscription`);
  const tab = await page.context().newPage();
  await tab.goto(`/rencontres/${slug}/inscription`);
  await fill(page, { first: 'Dominique', last: 'Double', email });
  await page.waitForTimeout(A_MOMENT);
  await page.getByRole('button', { name: 'M’inscrire' }).dblclick();
  await expect(page).toHaveURL(/\/ma-place\//);
  const mine = new URL(page.url()).pathname;

  await page.goBack();
  await fill(page, { first: 'Dominique', last: 'Double', email });
  await send(page);
  // The page kept by the browser carries the same key; fetched again, it has another, and the link leaves by e-mail.
  await expect(page.getByText(/rien n’a été (fait|inscrit) une seconde fois/i)).toBeVisible();

  await fill(tab, { first: 'Dominique', last: 'Double', email });
  await send(tab);
  await expect(tab.getByRole('heading', { level: 1 })).toContainText('Un courriel vous attend');
  expect(await tab.locator('main').innerText()).not.toContain('Dominique');
  await expectAccessible(tab);
  expect(await lastMessage(browser, email)).toContain(mine);

  await tab.goto(`/rencontres/${slug}/inscription`);
  await expect(tab.getByText('4 places')).toBeVisible();
});

test('whoever asks for a link learns nothing of who is registered', async ({ page, browser }) => {
  const slug = await anEdition(browser, { title: 'Lien perdu' });
  const email = anAddress('perdu');
  const mine = await register(browser, slug, { first: 'Pia', last: 'Perdue', email });
  const answers: string[] = [];
  for (const address of [email, anAddress('inconnue')]) {
    await page.goto(`/rencontres/${slug}/inscription`);
    await page.locator('summary', { hasText: 'Déjà inscrit' }).click();
    await page.getByLabel('Le courriel de votre inscription').fill(address);
    await page.getByRole('button', { name: 'Recevoir mon lien' }).click();
    answers.push(await page.locator('main').innerText());
  }
  expect(answers[0]).toBe(answers[1]);
  const message = await lastMessage(browser, email);
  expect(message).toContain('existe déjà');
  expect(message).toContain(mine);
});

test('two workshops that overlap, a shut desk, an unknown and an old link: each says what to do', async ({
  page,
  browser
}) => {
  test.slow();
  const slug = await anEdition(browser, {
    title: 'Chevauchements',
    choices: [
      { title: 'Long', from: '10:00', until: '12:00', places: 3 },
      { title: 'Court', from: '11:00', until: '12:00', places: 3 }
    ]
  });
  await page.goto(`/rencontres/${slug}/inscription`);
  await fill(page, { first: 'Chris', last: 'Croisé', email: anAddress('chris') });
  await page.getByLabel('Long').check();
  await page.getByLabel('Court').check();
  await send(page);
  await expect(page.getByRole('alert')).toContainText('ont lieu en même temps');
  await expect(page.getByLabel('Long')).toBeChecked();

  const shut = await anEdition(browser, { title: 'Pas encore ouverte', shut: true });
  await page.goto(`/rencontres/${shut}/inscription`);
  await expect(page.getByText('Pas d’inscription ici')).toBeVisible();
  await expectAccessible(page);

  await page.goto('/ma-place/2-faux');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ne sert pas');
  expect(await page.locator('meta[name="robots"]').getAttribute('content')).toBe('noindex');
  expect(await page.locator('meta[name="referrer"]').getAttribute('content')).toBe('same-origin');
});

test('who is registered sees who agreed to be named, never an address; nobody else sees the list', async ({
  page,
  browser,
  baseURL
}) => {
  test.slow();
  const slug = await anEdition(browser, { title: 'Qui vient', asks: ['liste'] });
  const agree = (one: Page) => one.getByLabel('Je figure dans la liste').check();
  const names = { last: 'Nommée', email: anAddress('nommee') };
  const mine = await register(browser, slug, { first: 'Noa', ...names }, agree);
  await register(browser, slug, { first: 'Dana', last: 'Discrète', email: anAddress('dana') });

  expect((await page.goto(`/rencontres/${slug}/participants`))?.status()).toBe(403);
  await page.goto(mine);
  await page.getByRole('link', { name: 'Qui vient ?' }).click();
  await expect(page.getByText('Noa Nommée')).toBeVisible();
  const text = await page.locator('main').innerText();
  expect(text).not.toContain('Discrète');
  expect(text).not.toContain('@');
  await expectAccessible(page);

  await enterAs(page, PERSON.animator, baseURL!);
  expect((await page.goto(`/rencontres/${slug}/participants`))?.status()).toBe(200);
});

test('a signed-in person finds her name typed, and her place in her space', async ({
  page,
  browser,
  baseURL
}) => {
  test.slow();
  const slug = await anEdition(browser, { title: 'Déjà connue' });
  await enterAs(page, PERSON.member, baseURL!);
  await page.goto(`/rencontres/${slug}/inscription`);
  await expect(page.getByLabel('Prénom')).toHaveValue('Lucie');
  await expect(page.getByLabel('Courriel', { exact: true })).toHaveValue(PERSON.member);
  await page.locator('#champ-profession').fill('Infirmière');
  await send(page);
  await expect(page).toHaveURL(/\/ma-place\//);
  await page.goto('/mon-espace');
  await page.getByRole('link', { name: 'Déjà connue' }).click();
  await expect(page).toHaveURL(/\/ma-place\//);
});
