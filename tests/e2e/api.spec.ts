import { expect, test } from '@playwright/test';
import { CONTRACTS } from '../../src/app/api/contracts.ts';

test.describe('the open API', () => {
  for (const contract of CONTRACTS) {
    test(`the example of ${contract.path} runs and answers what the contract promises`, async ({
      request
    }) => {
      const response = await request.get(contract.example);
      expect(response.status()).toBe(200);
      expect(response.headers()['content-type']).toContain(contract.contentType);
      const body: unknown = contract.contentType.startsWith('text/')
        ? await response.text()
        : await response.json();
      const read = contract.response.safeParse(body);
      expect(read.error?.issues ?? []).toEqual([]);

      const etag = response.headers()['etag'] ?? '';
      expect(etag).toMatch(/^(W\/)?".+"$/);
      const again = await request.get(contract.example, { headers: { 'if-none-match': etag } });
      expect(again.status()).toBe(304);
    });

    test(`${contract.path} refuses a parameter it does not know`, async ({ request }) => {
      const separator = contract.example.includes('?') ? '&' : '?';
      const response = await request.get(`${contract.example}${separator}inconnu=1`);
      expect(response.status()).toBe(400);
      expect(response.headers()['content-type']).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ status: 400, errors: [{ path: 'inconnu' }] });
    });
  }

  test('Saint-Renan: who covers, and why', async ({ request }) => {
    const body = await (await request.get('/api/v1/communes/29260/structures')).json();
    expect(body.commune).toMatchObject({ code: '29260', name: 'Saint-Renan' });
    const reasons = Object.fromEntries(
      body.structures.map((one: { name: string; because: { text: string } }) => [
        one.name,
        one.because.text
      ])
    );
    expect(reasons).toEqual({
      'Communauté 360 du Finistère': 'couvre tout le Finistère',
      'CPAM du Finistère': 'couvre tout le Finistère',
      'Contrat local de santé du Pays de Brest': "couvre tout le Pays d'Iroise"
    });
    expect(body.unknown.map((one: { type: string }) => one.type)).toContain('DAC');
  });

  test('the page says the same as the API', async ({ page, request }) => {
    const body = await (await request.get('/api/v1/communes/29260/structures')).json();
    await page.goto('/qui-couvre?commune=29260');
    for (const { name } of [...body.structures, ...body.unknown].slice(0, 8)) {
      await expect(page.getByRole('link', { name, exact: true, includeHidden: true })).toHaveCount(
        1
      );
    }
  });

  test('what does not exist is a 404 problem, in French', async ({ request }) => {
    for (const address of ['/api/v1/communes/29999/structures', '/api/v1/structures/nulle-part']) {
      const response = await request.get(address);
      expect(response.status()).toBe(404);
      expect(await response.json()).toMatchObject({ title: 'Introuvable', status: 404 });
    }
  });

  test('a page too far is empty, a page too large is refused', async ({ request }) => {
    const far = await (await request.get('/api/v1/structures?page=999')).json();
    expect(far.items).toEqual([]);
    expect(far.total).toBeGreaterThan(45);
    expect((await request.get('/api/v1/structures?per_page=101')).status()).toBe(400);
  });

  test('OpenAPI describes every endpoint', async ({ request }) => {
    const document = await (await request.get('/api/v1/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).toSorted()).toEqual(
      CONTRACTS.map(({ path }) => path).toSorted()
    );
  });

  test('no e-mail of a person leaves by the API', async ({ request }) => {
    const { items } = await (
      await request.get('/api/v1/structures?territory=trois-confluents&per_page=100')
    ).json();
    const bodies = await Promise.all(
      items.map(async ({ slug }: { slug: string }) =>
        (await request.get(`/api/v1/structures/${slug}`)).text()
      )
    );
    expect(bodies.length).toBeGreaterThan(40);
    expect(bodies.join('')).not.toContain('personne fictive');
  });
});
