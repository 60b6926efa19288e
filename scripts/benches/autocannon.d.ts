/** The little of autocannon that the bench uses; it carries no types. */
declare module 'autocannon' {
  export interface Result {
    requests: { average: number };
    errors: number;
    timeouts: number;
    non2xx: number;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    requests: { path: string }[];
  }): Promise<Result>;
}
