import { environment } from '#server/env.ts';

/** The full address of a page of this instance, for messages and files that leave it. */
export function siteAddress(path: string): string {
  const { origin, port } = environment();
  return new URL(path, origin ?? `http://localhost:${port}`).href;
}
