// Runs before anything else, on whatever Node the machine has (16 or later): only plain JavaScript and Node's own
// modules here. It installs what is missing, builds what is stale, then becomes the task that was asked.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Installed beside the project where the machine's Node cannot run TypeScript (docs/adr/0003). */
const NODE_VERSION = '24.21.0';
const OLDEST_NODE = [22, 18];
const RUNTIME = join(ROOT, '.runtime');
const LOCAL_NODE = join(ROOT, 'node_modules', '.bin', 'node');

/**
 * What the server asks of Node: to clear sooner what requests leave behind, young or old. By default V8 lets it gather
 * to several times what is in use: under load, a server that used 150 MB held more than 600.
 */
const SERVER_FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=30'];
/**
 * And of the memory that is not V8's (papers, compression): the threads share two reserves of it. By default glibc opens
 * up to eight for each processor, and what is free in one serves none of the others.
 */
const SERVER_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };

/** Each task: what it runs, and whether it needs the pages built. */
const TASKS = {
  start: { script: 'src/server.ts', built: true },
  serve: { script: 'src/server.ts', built: true },
  test: { script: 'scripts/test.ts', built: false },
  'test:long': { script: 'scripts/test.ts', args: ['--long'], built: false },
  build: { script: undefined, built: true },
  dev: { script: 'scripts/dev.ts', built: false },
  maillage: { script: 'bin/maillage.ts', built: false },
  bench: { script: 'scripts/bench.ts', built: true }
};

const [name = '', ...args] = process.argv.slice(2);
const task = TASKS[name];
if (!task)
  fail(`Tâche inconnue : « ${name} ». Les tâches sont : ${Object.keys(TASKS).join(', ')}.`, 2);

const [node] = await Promise.all([ensureNode(), ensurePackages()]);
linkLocalNode(node);
const serves = name === 'start' || name === 'serve' || (name === 'maillage' && args[0] === 'serve');
if (task.built || serves) await ensureBuild(node);
const flags = serves ? SERVER_FLAGS : [];
if (serves) Object.assign(process.env, { ...SERVER_ENVIRONMENT, ...process.env });
if (task.script) become(node, [...flags, join(ROOT, task.script), ...(task.args ?? []), ...args]);

/** @returns the path of a Node that runs the project. */
async function ensureNode() {
  if (isRecent(process.versions.node)) return process.execPath;
  const found = runtimeNode();
  if (found) return found;
  say(
    `Node ${process.versions.node} est trop ancien pour Maillage : installation de Node ${NODE_VERSION} dans .runtime…`
  );
  mkdirSync(RUNTIME, { recursive: true });
  writeFileSync(join(RUNTIME, 'package.json'), '{ "private": true }\n');
  // The package made for this machine needs no install script; the general one fetches it by a script.
  const direct = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}@${NODE_VERSION}`;
  const installed =
    (await npm(['install', '--prefix', RUNTIME, '--no-save', direct], { quiet: true })) ||
    (await npm(['install', '--prefix', RUNTIME, '--no-save', `node@${NODE_VERSION}`]));
  const installedNode = runtimeNode();
  if (installed && installedNode) return installedNode;
  return fail(
    `Node ${NODE_VERSION} n’a pas pu être installé. Installez Node 24 (https://nodejs.org), puis relancez.`
  );
}

function runtimeNode() {
  const modules = join(RUNTIME, 'node_modules');
  const candidates = existsSync(modules)
    ? readdirSync(modules).map((entry) => join(modules, entry, 'bin', 'node'))
    : [];
  return candidates.find((candidate) => existsSync(candidate));
}

function isRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

async function ensurePackages() {
  if (packagesAreInstalled()) return;
  say('Installation des paquets (une minute environ la première fois)…');
  const started = Date.now();
  if (!(await npm(['ci', '--prefer-offline', '--no-audit', '--no-fund']))) {
    fail(
      'Les paquets n’ont pas pu être installés : vérifiez la connexion au registre npm, puis relancez.'
    );
  }
  say(`Paquets installés en ${Math.round((Date.now() - started) / 1000)} s`);
}

/** npm writes the second file at the end of an installation: it tells what is really there. */
function packagesAreInstalled() {
  const wanted = readJson(join(ROOT, 'package-lock.json'));
  const present = readJson(join(ROOT, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted.packages).every(
    ([path, { version, optional }]) =>
      path === '' || optional || present.packages[path]?.version === version
  );
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** npm scripts look in node_modules/.bin first: from now on they all run on this Node. */
function linkLocalNode(node) {
  if (node === process.execPath || existsSync(LOCAL_NODE)) return;
  rmSync(LOCAL_NODE, { force: true });
  symlinkSync(relative(dirname(LOCAL_NODE), node), LOCAL_NODE);
}

/** Builds when a source differs from those of the last build. */
async function ensureBuild(node) {
  const stamp = join(ROOT, 'build', '.sources');
  const sources = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('Construction des pages…');
  const started = Date.now();
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  if (!(await npm(['run', '--silent', 'build'], { quiet: true, env })))
    fail('La construction des pages a échoué.');
  writeFileSync(stamp, sources);
  say(`Pages construites en ${Math.round((Date.now() - started) / 1000)} s`);
}

function hashSources() {
  const hash = createHash('sha256');
  const generated = new Set(
    ['src/ui/fonts', 'static/enhance', 'static/pointage'].map((folder) => join(ROOT, folder))
  );
  const visit = (path, entry) => {
    if (generated.has(path) || /\.test\.ts$/.test(path)) return;
    if (entry.isDirectory()) return visitFolder(path);
    hash.update(relative(ROOT, path)).update(readFileSync(path));
  };
  const visitFolder = (folder) => {
    const entries = readdirSync(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
      visit(join(folder, entry.name), entry);
  };
  for (const folder of ['src', 'static']) visitFolder(join(ROOT, folder));
  for (const file of [
    'package-lock.json',
    'package.json',
    'vite.config.ts',
    'vite.enhance.config.ts',
    'vite.pointage.config.ts',
    'scripts/fonts.ts'
  ]) {
    hash.update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

/** @returns whether npm succeeded; `quiet` shows its output only when it fails. */
function npm(words, { quiet = false, env = process.env } = {}) {
  const program = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...first] = program;
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...words], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    const kept = [];
    child.stdout.on('data', (chunk) => kept.push(chunk));
    child.stderr.on('data', (chunk) => kept.push(chunk));
    child.on('error', () => resolve(false));
    child.on('close', (code) => {
      if (code !== 0 && !(quiet && words[0] === 'install'))
        process.stderr.write(Buffer.concat(kept));
      resolve(code === 0);
    });
  });
}

/**
 * Hands the process over to the task. Where Node can replace itself, it does: signals, exit code and `kill -9`
 * reach the task directly. Elsewhere the task is a child that is told everything, our disappearance included
 * (its channel to us closes).
 */
function become(node, argv) {
  if (typeof process.execve === 'function') {
    process.removeAllListeners('warning'); // execve is announced as experimental, to the operator's surprise.
    process.execve(node, [node, ...argv], process.env);
  }
  const env = { ...process.env, PATH: `${dirname(LOCAL_NODE)}:${process.env.PATH}` };
  const child = spawn(node, argv, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function say(message) {
  process.stderr.write(`• ${message}\n`);
}

function fail(message, code = 1) {
  process.stderr.write(`\n✗ ${message}\n\n`);
  process.exit(code);
}
