/** Where files are kept when they are not in the database: a bucket of an S3-compatible store. */
export interface BucketAddress {
  /** « https://s3.example.org », with its port. */
  readonly endpoint: string;
  readonly bucket: string;
  /** What all names begin with within the bucket: « maillage/ » or nothing. */
  readonly prefix: string;
  readonly region: string;
}

export interface Bucket extends BucketAddress {
  readonly keyId: string;
  readonly secret: string;
}

/** A name of bucket, as S3 allows them. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^([\w.-]+\/)*$/;

/**
 * Reads « https://s3.example.org/documents?region=gra », or « …/documents/maillage » for a part of a bucket.
 * @returns null when it is no such address.
 */
export function readBucketAddress(text: string): BucketAddress | null {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash)
    return null;
  const [bucket = '', ...rest] = url.pathname.slice(1).replace(/\/$/, '').split('/');
  const prefix = rest.map((part) => `${part}/`).join('');
  const unknown = [...url.searchParams.keys()].some((name) => name !== 'region');
  if (unknown || !BUCKET.test(bucket) || !PREFIX.test(prefix)) return null;
  const region = url.searchParams.get('region') ?? 'us-east-1';
  return { endpoint: url.origin, bucket, prefix, region };
}
