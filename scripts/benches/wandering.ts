import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

/** Where nobody goes by a link of a page: the inside of pages, and what leaves the site. */
const OUTSIDE = /^\/(_app|fonts)\/|^\/\/|\.(css|js|woff2|svg|png|webmanifest)(\?|$)/;
const LOST = 0.15;
const GIVES_UP_MS = 60_000;

/** What was answered to everybody, by kind of address. */
export class Answers {
  readonly durations: number[] = [];
  /** What was not as it should be, and how often. */
  readonly failures = new Map<string, number>();
  readonly #slowest = new Map<string, number>();

  add(what: string, milliseconds: number, failure?: string): void {
    this.durations.push(milliseconds);
    this.#slowest.set(what, Math.max(milliseconds, this.#slowest.get(what) ?? 0));
    if (failure === undefined) return;
    const key = `${failure} ${what}`;
    this.failures.set(key, (this.failures.get(key) ?? 0) + 1);
  }

  failed(): number {
    return [...this.failures.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The addresses that once took longest, the worst first, in milliseconds. */
  slowest(count: number): [string, number][] {
    return [...this.#slowest].toSorted((a, b) => b[1] - a[1]).slice(0, count);
  }
}

/** Somebody with a browser: her own address and cookies, who goes from a page to another by its links. */
export class Somebody {
  /** The last page she saw, and where it is. */
  html = '';
  path = '/';
  readonly #server: string;
  readonly #answers: Answers;
  readonly #address: string;
  readonly #cookie: string;

  constructor(
    server: string,
    answers: Answers,
    who: { readonly number: number; readonly cookie?: string }
  ) {
    this.#server = server;
    this.#answers = answers;
    this.#address = `198.18.${(who.number >> 8) & 255}.${who.number & 255}`;
    this.#cookie = who.cookie ?? '';
  }

  /** Follows a link drawn among those of her page; now and then, or where there is none, begins again at `home`. */
  async wander(random: Random, home: readonly string[]): Promise<void> {
    const links = linksOf(this.html, this.path, this.#server);
    const isLost = links.length === 0 || random.below(1000) < LOST * 1000;
    await this.see(isLost ? random.pick(home) : random.pick(links));
  }

  async see(path: string): Promise<void> {
    const { body, isPage } = await this.#ask(path, { headers: this.#headers() });
    this.html = isPage ? body : '';
    this.path = path;
  }

  /**
   * Sends the form of her page of that action, with its hidden fields and what is written here. It must
   * lead elsewhere: a form shown again was refused.
   * @returns where it leads.
   */
  async send(
    action: string,
    written: Readonly<Record<string, string | File>>
  ): Promise<string | null> {
    const form = formOf(this.html, action);
    if (!form) {
      this.#answers.add(action, 0, 'no form for');
      return null;
    }
    const body = form.multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of form.hidden) body.append(name, value);
    for (const [name, value] of Object.entries(written))
      if (typeof value === 'string') body.append(name, value);
      else if (body instanceof FormData) body.append(name, value);
    const path = new URL(form.action, this.#server + this.path);
    const { location } = await this.#ask(path.pathname + path.search, {
      method: 'POST',
      headers: { ...this.#headers(), origin: this.#server },
      body
    });
    return location;
  }

  #headers(): Record<string, string> {
    return { accept: 'text/html', cookie: this.#cookie, 'x-forwarded-for': this.#address };
  }

  async #ask(path: string, init: RequestInit) {
    const began = performance.now();
    const what = `${init.method ?? 'GET'} ${path.replace(/\?.*/s, '')}`;
    const done = (failure?: string) => this.#answers.add(what, performance.now() - began, failure);
    try {
      const response = await fetch(this.#server + path, {
        ...{ redirect: 'manual', signal: AbortSignal.timeout(GIVES_UP_MS) },
        ...init
      });
      const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
      const body = isPage ? await response.text() : (await response.arrayBuffer(), '');
      const location = response.headers.get('location');
      const isExpected = init.method === 'POST' ? response.status === 303 : response.status < 400;
      done(isExpected ? undefined : String(response.status));
      return { body, isPage, location };
    } catch (error) {
      done(error instanceof Error ? error.name : 'cut');
      return { body: '', isPage: false, location: null };
    }
  }
}

/** The addresses of this server that a page links to, but those that leave it or are not pages. */
function linksOf(html: string, path: string, server: string): string[] {
  return [...html.matchAll(/<a\s[^>]*?href="([^"]+)"/g)].flatMap(([, href]) => {
    const url = URL.parse(unescaped(href!), server + path);
    if (url?.origin !== server || OUTSIDE.test(url.pathname)) return [];
    return [url.pathname + url.search];
  });
}

interface Form {
  readonly action: string;
  readonly multipart: boolean;
  readonly hidden: readonly (readonly [string, string])[];
}

function formOf(html: string, action: string): Form | undefined {
  for (const [form, attributes] of html.matchAll(/<form\s([^>]*)>.*?<\/form>/gs)) {
    const own = attribute(attributes!, 'action') ?? '';
    if (!form.includes('method="post"') || own !== action) continue;
    const inputs = [...form.matchAll(/<input\s([^>]*)>/g)].map(([, input]) => input!);
    const sent = inputs.filter(
      (input) =>
        !/\sdisabled/.test(input) && (input.includes('type="hidden"') || /\schecked/.test(input))
    );
    return {
      action: own,
      multipart: attributes!.includes('multipart/form-data'),
      hidden: sent.flatMap((input) => {
        const name = attribute(input, 'name');
        return name ? [[name, attribute(input, 'value') ?? ''] as const] : [];
      })
    };
  }
  return undefined;
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

/** Does it again and again, waiting as people do, until it is told to stop. @param wait - milliseconds, on average. */
export async function repeat(
  random: Random,
  wait: number,
  goesOn: () => boolean,
  work: () => Promise<unknown>
): Promise<void> {
  while (goesOn()) {
    await work();
    await sleep(wait / 2 + random.below(wait));
  }
}
