/** What Prometheus reads, in its text format (version 0.0.4): counters, histograms and gauges. */

export type Labels = Readonly<Record<string, string>>;

/** Seconds: from a page read in memory to one that somebody gave up. */
const BOUNDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A number that only grows, by labels. */
export class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, number>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Labels): void {
    const key = written(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + 1);
  }

  write(): string {
    const lines = [...this.#values].map(([labels, value]) => `${this.#name}${labels} ${value}\n`);
    return head(this.#name, this.#help, 'counter') + lines.join('');
  }
}

/** How many times something took at most so many seconds, by labels. */
export class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  observe(labels: Labels, seconds: number): void {
    const key = written(labels);
    const series = this.#series.get(key) ?? {
      labels,
      counts: BOUNDS.map(() => 0).concat(0),
      sum: 0
    };
    this.#series.set(key, series);
    const at = BOUNDS.findIndex((bound) => seconds <= bound);
    series.counts[at < 0 ? BOUNDS.length : at]!++;
    series.sum += seconds;
  }

  write(): string {
    const lines = [...this.#series.values()].map(({ labels, counts, sum }) => {
      let below = 0;
      const buckets = counts.map((count, at) => {
        const le = at < BOUNDS.length ? String(BOUNDS[at]) : '+Inf';
        return `${this.#name}_bucket${written({ ...labels, le })} ${(below += count)}\n`;
      });
      const own = written(labels);
      return `${buckets.join('')}${this.#name}_sum${own} ${sum}\n${this.#name}_count${own} ${below}\n`;
    });
    return head(this.#name, this.#help, 'histogram') + lines.join('');
  }
}

/** What is true at the moment it is read. */
export function gauge(
  name: string,
  help: string,
  values: readonly (readonly [Labels, number])[]
): string {
  const lines = values
    .filter(([, value]) => Number.isFinite(value))
    .map(([labels, value]) => `${name}${written(labels)} ${value}\n`);
  return head(name, help, 'gauge') + lines.join('');
}

function head(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
