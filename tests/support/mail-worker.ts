/** A worker of Maillage in a process of its own, to be killed: argument, the database. */
import { JOBS } from '#app/jobs.ts';
import { startWorker } from '#server/jobs/worker.ts';

const [url = ''] = process.argv.slice(2);
startWorker(url, JOBS);
console.log('worker started');
