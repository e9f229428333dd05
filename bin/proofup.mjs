#!/usr/bin/env node
// Any Node can parse this file: the server's own files need type stripping, which came with 22.18.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  // A top-level await would not parse in an old Node; a failed import ends the process by itself.
  void import('./launch.mjs').then(({ launch }) => launch(process.argv.slice(2)));
} else {
  console.error(
    `Proofup needs Node 24 and this is Node ${process.versions.node}: run it through npm (npm start, or npm run proofup -- <command>), which brings its own Node 24, or install Node 24.`,
  );
  process.exitCode = 1;
}
