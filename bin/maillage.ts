#!/usr/bin/env node
import { runCommandLine } from '#app/cli/run.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
