import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NotFound } from '#shared/errors.ts';
import { answer, contract } from './api.ts';

const greet = contract({
  operation: 'greet',
  path: '/api/greet',
  summary: '',
  description: '',
  query: z.strictObject({ name: z.string().min(1, 'indiquez un nom') }),
  response: z.object({ hello: z.string() }),
  example: '/api/greet?name=a'
});
const GET = answer(greet, async ({ query }) => {
  if (query.name === 'personne') throw new NotFound('Personne ici.');
  return { hello: query.name };
});

function call(search: string, headers: Record<string, string> = {}): Promise<Response> {
  const url = new URL(`http://localhost/api/greet${search}`);
  return GET({
    url,
    params: {},
    request: new Request(url, { headers })
  } as unknown as RequestEvent);
}

describe('an endpoint of the API', () => {
  it('answers with an ETag, and 304 to who has it already', async () => {
    const first = await call('?name=a');
    const etag = first.headers.get('etag')!;
    expect(await first.json()).toEqual({ hello: 'a' });
    const second = await call('?name=a', { 'if-none-match': `W/${etag}` });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
    expect((await call('?name=b', { 'if-none-match': etag })).status).toBe(200);
  });

  it('refuses an unknown parameter by its name, as problem+json', async () => {
    const response = await call('?name=a&nom=b');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 400,
      errors: [{ path: 'nom', message: 'paramètre inconnu' }]
    });
  });

  it('refuses a repeated parameter rather than choosing one', async () => {
    expect((await call('?name=a&name=b')).status).toBe(400);
  });

  it('says what is not found', async () => {
    const response = await call('?name=personne');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ title: 'Introuvable', detail: 'Personne ici.' });
  });
});
