import { runServer } from '#app/run-server.ts';

// At once: a download still under way would keep the process for nothing.
process.exit(await runServer());
