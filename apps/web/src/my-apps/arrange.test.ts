import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange } from './arrange.ts';

const TITLES = { recent: 'Recent', all: 'All apps' };

const app = (name: string, more: { collection?: string; usedAt?: string } = {}) => ({
  id: name,
  name,
  url: 'https://wiki.example.org/',
  ...more,
});

const APPS = [
  app('Cloud', { collection: 'Work', usedAt: '2026-11-24T10:00:00.000Z' }),
  app('Office', { collection: 'Daily', usedAt: '2026-11-24T11:00:00.000Z' }),
  app('Wiki'),
];

const told = (sought: string) =>
  arrange(APPS, sought, TITLES).map(({ title, apps }) => [title, apps.map(({ name }) => name)]);

test('recent ones, then collections, then the rest', () => {
  assert.deepEqual(told(''), [
    ['Recent', ['Office', 'Cloud']],
    ['Daily', ['Office']],
    ['Work', ['Cloud']],
    ['All apps', ['Wiki']],
  ]);
});

test('what is sought, once', () => {
  assert.deepEqual(told(' off'), [['Daily', ['Office']]]);
  assert.deepEqual(told('nothing'), []);
});
