/**
 * A stub of the protocol of S3: no real store. It keeps objects in memory, answers the four requests Maillage makes, and
 * refuses those whose signature (Signature Version 4) is not the one it computes itself, from the published algorithm.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bucket } from '#server/storage/address.ts';

interface Kept {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly at: Date;
}

export interface StubStore {
  readonly bucket: Bucket;
  /** By key, with the prefix. */
  readonly objects: Map<string, Kept>;
  /** « PUT 200 », « GET 403 »… */
  readonly answered: string[];
  /** What the next requests are answered instead of what they ask: 503, 500… */
  readonly failing: number[];
  close(): Promise<void>;
}

const KEY_ID = 'IDENTIFIANT';
const SECRET = 'cle/secrete+de+test';
const REGION = 'gra';
const BUCKET = 'seau-de-test';
/** Small, so that a list has several pages. */
const PAGE = 2;
const SKEW_MS = 15 * 60_000;

export async function startS3Stub(): Promise<StubStore> {
  const objects = new Map<string, Kept>();
  const answered: string[] = [];
  const failing: number[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, { objects, failing }).then((status) =>
      answered.push(`${request.method} ${status}`)
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const bucket: Bucket = {
    ...{ endpoint: `http://127.0.0.1:${port}`, bucket: BUCKET, prefix: 'maillage/' },
    ...{ region: REGION, keyId: KEY_ID, secret: SECRET }
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { bucket, objects, answered, failing, close };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { objects, failing }: Pick<StubStore, 'objects' | 'failing'>
): Promise<number> {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  const say = (status: number, content: string | Buffer = '') => {
    response.writeHead(status).end(content);
    return status;
  };
  const refuse = (status: number, code: string) =>
    say(status, `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
  const failed = failing.shift();
  if (failed) return refuse(failed, 'SlowDown');
  const refusal = findRefusal(request, body);
  if (refusal) return refuse(refusal === 'XAmzContentSHA256Mismatch' ? 400 : 403, refusal);
  const url = new URL(request.url!, 'http://stub');
  if (url.searchParams.get('list-type') === '2') return say(200, list(objects, url.searchParams));
  const key = decodeURIComponent(url.pathname).slice(`/${BUCKET}/`.length);
  if (request.method === 'PUT') {
    const mediaType = request.headers['content-type'] ?? '';
    objects.set(key, { bytes: body, mediaType, at: new Date() });
    return say(200);
  }
  if (request.method === 'DELETE') {
    objects.delete(key);
    return say(204);
  }
  const found = objects.get(key);
  return found ? say(200, found.bytes) : refuse(404, 'NoSuchKey');
}

function list(objects: Map<string, Kept>, asked: URLSearchParams): string {
  const from = asked.get('continuation-token') ?? '';
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(asked.get('prefix') ?? '') && key > from)
    .toSorted();
  const page = keys.slice(0, PAGE);
  const more = keys.length > PAGE;
  const contents = page.map(
    (key) =>
      `<Contents><Key>${key}</Key><LastModified>${objects.get(key)!.at.toISOString()}</LastModified></Contents>`
  );
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${contents.join('')}${next}</ListBucketResult>`;
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) =>
  createHmac('sha256', key).update(data).digest();

/** @see « Signature Calculations for the Authorization Header », AWS Signature Version 4 */
function findRefusal({ method, url, headers }: IncomingMessage, body: Buffer): string | null {
  const authorization =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? ''
    );
  if (!authorization) return 'AccessDenied';
  const [, keyId, day, region, signed, signature] = authorization as unknown as string[];
  if (keyId !== KEY_ID) return 'InvalidAccessKeyId';
  const stamp = String(headers['x-amz-date']);
  const at = Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  );
  if (!(Math.abs(Date.now() - at) < SKEW_MS) || !stamp.startsWith(day!))
    return 'RequestTimeTooSkewed';
  const payload = String(headers['x-amz-content-sha256']);
  const names = signed!.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((one) => names.includes(one)))
    return 'AccessDenied';
  const { pathname, searchParams } = new URL(url!, 'http://stub');
  const encode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`
    );
  const query = [...searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
  const path = decodeURIComponent(pathname).split('/').map(encode).join('/');
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, path, query, lines, signed, payload].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = [day!, region!, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  if (hmac(key, toSign).toString('hex') !== signature) return 'SignatureDoesNotMatch';
  if (region !== REGION) return 'AuthorizationHeaderMalformed';
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body))
    return 'XAmzContentSHA256Mismatch';
  return null;
}
