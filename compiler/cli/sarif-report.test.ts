// The SARIF report has the shape of version 2.1.0: what the schema demands, with places that are those of the text.
import { expect, test } from 'vitest';
import { compile, policy } from '../../lang/check/testing.ts';
import { sarifText } from './sarif-report.ts';

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Log {
  readonly version: string;
  readonly $schema: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly {
          readonly id: string;
          readonly shortDescription: { text: string };
          readonly help: { text: string };
        }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
          readonly region: Region;
        };
      }[];
      readonly relatedLocations?: readonly { readonly id: number; readonly message: { readonly text: string } }[];
      readonly fixes?: readonly {
        readonly artifactChanges: readonly {
          readonly replacements: readonly {
            readonly deletedRegion: Region;
            readonly insertedContent: { readonly text: string };
          }[];
        }[];
      }[];
    }[];
  }[];
}

const reportOf = (files: Readonly<Record<string, string>>): Log => {
  const { diagnostics, sources } = compile(files);
  return JSON.parse(sarifText([{ diagnostics, sources }])) as Log;
};

const SOURCE = policy(
  'let x = true\nflag f on session.open when identity.usr == "a" because "x"\nflag f on session.open because "x"',
);

test('a log with one run, whose rules explain every code that its results name', () => {
  const log = reportOf({ 'a b/main.hpol': SOURCE });
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toMatch(/sarif-schema-2\.1\.0\.json$/);
  const [run] = log.runs;
  const rules = run?.tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual(['HPOL2001', 'HPOL2104', 'HPOL3001']);
  for (const { shortDescription, help } of rules) {
    expect(shortDescription.text).toMatch(/^[^#].{10,}/);
    expect(help.text).toContain('## Prefer');
  }
  for (const result of run?.results ?? []) {
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(['error', 'warning']).toContain(result.level);
    expect(result.message.text).toMatch(/\nhelp: /);
    expect(result.locations[0]?.physicalLocation.artifactLocation).toEqual({
      uri: 'a%20b/main.hpol',
      uriBaseId: 'PROJECT',
    });
  }
});

test('places, labels and fixes', () => {
  const results = reportOf({ 'main.hpol': SOURCE }).runs[0]?.results ?? [];
  expect(results.map(({ ruleId, level, locations }) => [ruleId, level, locations[0]?.physicalLocation.region])).toEqual(
    [
      ['HPOL3001', 'warning', { startLine: 3, startColumn: 5, endLine: 3, endColumn: 6 }],
      ['HPOL2001', 'error', { startLine: 4, startColumn: 29, endLine: 4, endColumn: 41 }],
      ['HPOL2104', 'error', { startLine: 5, startColumn: 6, endLine: 5, endColumn: 7 }],
    ],
  );
  expect(results[2]?.relatedLocations).toMatchObject([{ id: 0, message: { text: 'the first one' } }]);
  expect(results[2]?.fixes).toBeUndefined();
  expect(results[1]?.fixes?.[0]?.artifactChanges[0]?.replacements).toEqual([
    {
      deletedRegion: { startLine: 4, startColumn: 29, endLine: 4, endColumn: 41 },
      insertedContent: { text: 'identity.user' },
    },
  ]);
});

test('a file of the library is no file of the project', () => {
  const log = reportOf({
    'main.hpol': policy('import "hpol:phi"\nflag f on session.open because "x"'),
    'hpol:phi': 'class c { x: detect nothing }',
  });
  const found = log.runs[0]?.results.find(({ ruleId }) => ruleId === 'HPOL2002');
  expect(found?.locations[0]?.physicalLocation.artifactLocation).toEqual({ uri: 'hpol:phi' });
});

test('nothing found is a run without results', () => {
  expect(reportOf({ 'main.hpol': policy('') }).runs[0]).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
});
