/** A bucket of an S3-compatible store: the four requests Maillage makes of it. Addressed by path, which all of them know. */
import { AwsClient } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import type { Bucket } from './address.ts';
import { StorageFailure } from './failure.ts';

/** Until the answer begins. */
const ANSWER_MS = 20_000;
const RETRIES = 2;

/** @param sha256 - of the bytes, in hexadecimal: the store refuses what came otherwise. */
export async function putObject(
  bucket: Bucket,
  name: string,
  { bytes, mediaType, sha256 }: { bytes: Uint8Array; mediaType: string; sha256: string }
): Promise<void> {
  const headers = { 'content-type': mediaType, 'x-amz-content-sha256': sha256 };
  const body = new Uint8Array(bytes);
  await ask(bucket, urlOf(bucket, name), { method: 'PUT', headers, body });
}

/** @returns null when there is no such object. */
export async function getObject(
  bucket: Bucket,
  name: string
): Promise<ReadableStream<Uint8Array> | null> {
  const response = await ask(bucket, urlOf(bucket, name), { method: 'GET' }, [404]);
  if (response.status === 404) {
    await response.body?.cancel();
    return null;
  }
  return response.body;
}

/** Done again, it changes nothing. */
export async function deleteObject(bucket: Bucket, name: string): Promise<void> {
  const response = await ask(bucket, urlOf(bucket, name), { method: 'DELETE' }, [404]);
  await response.body?.cancel();
}

interface Listed {
  readonly ListBucketResult?: {
    readonly Contents?: readonly { readonly Key: string; readonly LastModified: string }[];
    readonly IsTruncated?: string;
    readonly NextContinuationToken?: string;
  };
}

const parser = new XMLParser({
  parseTagValue: false,
  isArray: (name) => name === 'Contents'
});

/** Names that begin so and were stored before then, a page at a time. */
export async function* listObjects(
  bucket: Bucket,
  { prefix, before }: { readonly prefix: string; readonly before: Date }
): AsyncGenerator<string[]> {
  let next: string | undefined;
  do {
    const url = new URL(`${bucket.endpoint}/${bucket.bucket}`);
    url.searchParams.set('list-type', '2');
    url.searchParams.set('prefix', bucket.prefix + prefix);
    if (next) url.searchParams.set('continuation-token', next);
    const response = await ask(bucket, url.href, { method: 'GET' });
    const { ListBucketResult: result } = parser.parse(await response.text()) as Listed;
    yield (result?.Contents ?? [])
      .filter(({ LastModified }) => new Date(LastModified) < before)
      .map(({ Key }) => Key.slice(bucket.prefix.length));
    next = result?.IsTruncated === 'true' ? result.NextContinuationToken : undefined;
  } while (next);
}

function urlOf({ endpoint, bucket, prefix }: Bucket, name: string): string {
  return `${endpoint}/${bucket}/${prefix}${name}`;
}

async function ask(
  { keyId, secret, region }: Bucket,
  url: string,
  init: RequestInit,
  alsoFine: readonly number[] = []
): Promise<Response> {
  const client = new AwsClient({
    ...{ accessKeyId: keyId, secretAccessKey: secret, region, service: 's3', retries: RETRIES }
  });
  // It stops when the answer begins: a large file is read at the pace of who downloads it.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_MS);
  try {
    const response = await client.fetch(url, { ...init, redirect: 'error', signal: late.signal });
    if (response.ok || alsoFine.includes(response.status)) return response;
    throw new StorageFailure(`${init.method} ${response.status} ${await codeOf(response)}`);
  } catch (error) {
    if (error instanceof StorageFailure) throw error;
    throw new StorageFailure(`${init.method}: ${causeOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** What the store says of its refusal; nothing of the request, whose signature stays out of the log. */
async function codeOf(response: Response): Promise<string> {
  const text = (await response.text()).slice(0, 10_000);
  return /<Code>([\w.]{1,60})<\/Code>/.exec(text)?.[1] ?? '';
}

function causeOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string }; message?: string };
  return cause?.code ?? message ?? 'unknown';
}
