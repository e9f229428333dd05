import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { countJunit, countReport } from './junit.ts';

const SUITE = `
  import { describe, it, before } from 'node:test';
  describe('outer', () => {
    it('passes', () => {});
    it('says <failure> & "<skipped/>" and passes', () => {});
    it.skip('is skipped');
    it('is skipped later', (t) => t.skip('no browser'));
    it.todo('is to be written');
    it('fails', () => { throw new Error('<skipped type="skipped"/> <testcase/>'); });
    describe('inner', () => { it('passes, too', () => {}); });
  });
  describe('broken', () => {
    before(() => { throw new Error('no database'); });
    it('never runs', () => {});
  });
  it('is at the top', () => {});`;

describe('countJunit', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-junit-'));
  after(() => rmSync(folder, { recursive: true }));

  it("counts Node's own report", () => {
    const file = path.join(folder, 'a.test.mjs');
    const report = path.join(folder, 'unit.xml');
    writeFileSync(file, SUITE);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const reporter = fileURLToPath(new URL('terse-reporter.ts', import.meta.url));
    const { stdout } = spawnSync(
      process.execPath,
      [
        '--test',
        '--test-isolation=none',
        `--test-reporter=${reporter}`,
        '--test-reporter-destination=stdout',
        '--test-reporter=junit',
        `--test-reporter-destination=${report}`,
        file,
      ],
      { env, encoding: 'utf8' },
    );
    const counts = countJunit(readFileSync(report, 'utf8'));
    assert.deepEqual(counts, { passed: 4, failed: 2, skipped: 3 }, stdout);
    assert.match(stdout, /FAILED outer › fails/);
    assert.match(stdout, /SKIPPED outer › is skipped later \(no browser\)/);
    assert.match(stdout, /no database/);
  });

  it("counts Playwright's form of report", () => {
    const xml = `<testsuites tests="3" failures="1" skipped="1"><testsuite name="a" tests="3">
      <testcase name="a &gt; b" classname="a" time="1.2">
      </testcase>
      <testcase name="c"><skipped></skipped></testcase>
      <testcase name="d"><failure message="x"><![CDATA[ <testcase> ]]></failure></testcase>
      </testsuite></testsuites>`;
    assert.deepEqual(countJunit(xml), { passed: 1, failed: 1, skipped: 1 });
  });

  it('takes a missing report for a failure', () => {
    assert.equal(countReport(path.join(folder, 'none.xml')).failed, 1);
  });
});
