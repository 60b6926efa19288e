import { Agent, get } from 'node:http';

/** A percentile of the durations, in their unit. */
export function percentile(durations: readonly number[], percent: number): number {
  const sorted = durations.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

/**
 * Sends requests at a fixed rate, whether or not the earlier ones have been answered, and measures each from the
 * instant it was due: a server that stalls is charged for those who wait.
 * @returns durations in milliseconds. @throws when an answer is not 200.
 */
export async function atFixedRate(
  urls: readonly string[],
  perSecond: number,
  seconds: number
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const total = perSecond * seconds;
  const begin = performance.now() + 50;
  const pending: Promise<number>[] = [];
  await new Promise<void>((resolve) => {
    const tick = () => {
      const due = Math.min(total, Math.floor(((performance.now() - begin) / 1000) * perSecond) + 1);
      while (pending.length < due) {
        const instant = begin + (pending.length * 1000) / perSecond;
        pending.push(
          request(urls[pending.length % urls.length]!, agent).then((end) => end - instant)
        );
      }
      if (pending.length === total) resolve();
      else
        setTimeout(
          tick,
          Math.max(0, begin + (pending.length * 1000) / perSecond - performance.now())
        );
    };
    tick();
  });
  const durations = await Promise.all(pending);
  agent.destroy();
  return durations;
}

/** Signs in as somebody ready-made. @returns the cookies. */
export async function signIn(server: string, email: string): Promise<string> {
  const response = await fetch(`${server}/connexion?/demonstration`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: server, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ personne: email })
  });
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function request(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(performance.now())
          : reject(new Error(`${response.statusCode} for ${url}`))
      );
    }).on('error', reject);
  });
}
